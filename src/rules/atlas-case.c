/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "rules/atlas-case.h"

/* Where a case keeps the records of a type. */
typedef struct {
  const AtlasType *type;
  gsize            offset;
} Shelf;

static const Shelf case_shelves[] = {
  { &atlas_exclusion_type, G_STRUCT_OFFSET (AtlasCase, exclusions) },
  { &atlas_referral_type, G_STRUCT_OFFSET (AtlasCase, referrals) },
  { &atlas_offer_type, G_STRUCT_OFFSET (AtlasCase, offers) },
  { &atlas_placement_type, G_STRUCT_OFFSET (AtlasCase, placements) },
  { &atlas_plan_type, G_STRUCT_OFFSET (AtlasCase, plans) },
  { &atlas_review_type, G_STRUCT_OFFSET (AtlasCase, reviews) },
  { &atlas_consent_type, G_STRUCT_OFFSET (AtlasCase, consents) },
  { &atlas_timetable_type, G_STRUCT_OFFSET (AtlasCase, timetables) },
  { &atlas_timetable_part_type, G_STRUCT_OFFSET (AtlasCase, timetable_parts) },
  { &atlas_registration_type, G_STRUCT_OFFSET (AtlasCase, registrations) },
  { &atlas_attendance_type, G_STRUCT_OFFSET (AtlasCase, attendances) },
  { &atlas_decision_type, G_STRUCT_OFFSET (AtlasCase, decisions) },
  { &atlas_managed_move_type, G_STRUCT_OFFSET (AtlasCase, moves) },
  { &atlas_direction_type, G_STRUCT_OFFSET (AtlasCase, directions) },
  { &atlas_separation_type, G_STRUCT_OFFSET (AtlasCase, separations) },
  { &atlas_incident_type, G_STRUCT_OFFSET (AtlasCase, incidents) },
  { &atlas_passed_type, G_STRUCT_OFFSET (AtlasCase, passed) },
};

static const Shelf provision_shelves[] = {
  { &atlas_check_type, G_STRUCT_OFFSET (AtlasProvisionCase, checks) },
  { &atlas_contract_type, G_STRUCT_OFFSET (AtlasProvisionCase, contracts) },
  { &atlas_place_type, G_STRUCT_OFFSET (AtlasProvisionCase, places) },
  { &atlas_return_type, G_STRUCT_OFFSET (AtlasProvisionCase, returns) },
  { &atlas_placement_type, G_STRUCT_OFFSET (AtlasProvisionCase, placements) },
  { &atlas_passed_type, G_STRUCT_OFFSET (AtlasProvisionCase, passed) },
};

static GPtrArray **
shelf_of (gpointer     file,
          const Shelf *shelf)
{
  return G_STRUCT_MEMBER_P (file, shelf->offset);
}

static void
make_lists (gpointer     file,
            const Shelf *shelves,
            gsize        n_shelves)
{
  for (gsize i = 0; i < n_shelves; i++)
    *shelf_of (file, &shelves[i]) = g_ptr_array_new_with_free_func (g_object_unref);
}

static void
empty_lists (gpointer     file,
             const Shelf *shelves,
             gsize        n_shelves)
{
  for (gsize i = 0; i < n_shelves; i++)
    g_ptr_array_set_size (*shelf_of (file, &shelves[i]), 0);
}

static void
free_lists (gpointer     file,
            const Shelf *shelves,
            gsize        n_shelves)
{
  for (gsize i = 0; i < n_shelves; i++)
    g_ptr_array_unref (*shelf_of (file, &shelves[i]));
}

static gboolean
put (gpointer     file,
     const Shelf *shelves,
     gsize        n_shelves,
     AtlasRecord *record)
{
  const AtlasType *type = atlas_record_get_record_type (record);

  for (gsize i = 0; i < n_shelves; i++)
    if (shelves[i].type == type)
      {
        g_ptr_array_add (*shelf_of (file, &shelves[i]), g_object_ref (record));
        return TRUE;
      }

  return FALSE;
}

/**
 * atlas_case_new:
 *
 * Returns: (transfer full): a case with nothing in it
 */
AtlasCase *
atlas_case_new (void)
{
  AtlasCase *self = g_new0 (AtlasCase, 1);

  make_lists (self, case_shelves, G_N_ELEMENTS (case_shelves));

  return self;
}

void
atlas_case_free (AtlasCase *self)
{
  if (self == NULL)
    return;

  g_clear_object (&self->child);
  free_lists (self, case_shelves, G_N_ELEMENTS (case_shelves));
  g_free (self);
}

/**
 * atlas_case_add:
 * @self: a case
 * @record: the child, or a record of the child's
 *
 * Puts a record where rules look for it.
 *
 * Returns: whether records of its type belong in a case
 */
gboolean
atlas_case_add (AtlasCase   *self,
                AtlasRecord *record)
{
  if (atlas_record_get_record_type (record) != &atlas_child_type)
    return put (self, case_shelves, G_N_ELEMENTS (case_shelves), record);

  g_set_object (&self->child, (AtlasChild *) record);
  return TRUE;
}

/**
 * atlas_case_clear:
 * @self: a case
 *
 * Takes everything out, so that the case can be used for the next child.
 */
void
atlas_case_clear (AtlasCase *self)
{
  g_clear_object (&self->child);
  empty_lists (self, case_shelves, G_N_ELEMENTS (case_shelves));
}

/**
 * atlas_provision_case_new:
 *
 * Returns: (transfer full): a case with nothing in it
 */
AtlasProvisionCase *
atlas_provision_case_new (void)
{
  AtlasProvisionCase *self = g_new0 (AtlasProvisionCase, 1);

  make_lists (self, provision_shelves, G_N_ELEMENTS (provision_shelves));

  return self;
}

void
atlas_provision_case_free (AtlasProvisionCase *self)
{
  if (self == NULL)
    return;

  g_clear_object (&self->provision);
  free_lists (self, provision_shelves, G_N_ELEMENTS (provision_shelves));
  g_free (self);
}

/**
 * atlas_provision_case_add:
 * @self: a case
 * @record: the provision, or a record of the provision's
 *
 * Puts a record where rules look for it.
 *
 * Returns: whether records of its type belong in a case
 */
gboolean
atlas_provision_case_add (AtlasProvisionCase *self,
                          AtlasRecord        *record)
{
  if (atlas_record_get_record_type (record) != &atlas_provision_type)
    return put (self, provision_shelves, G_N_ELEMENTS (provision_shelves), record);

  g_set_object (&self->provision, (AtlasProvision *) record);
  return TRUE;
}

/**
 * atlas_contract_is_outdated:
 * @contract: a contract
 * @on: the day
 *
 * Says whether a contract is known only from a document of before its end, and has ended: what came
 * after it nobody has said, so that its end is no fault of anybody.
 *
 * Returns: whether that is so
 */
gboolean
atlas_contract_is_outdated (const AtlasContract *contract,
                            AtlasDate            on)
{
  return contract->valid.to != ATLAS_DATE_NONE && contract->valid.to < on &&
         contract->published != ATLAS_DATE_NONE && contract->published <= contract->valid.to;
}
