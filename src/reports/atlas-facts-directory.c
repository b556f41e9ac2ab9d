/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the pages of county, area, partnership and school say. */
#include "config.h"

#include "reports/atlas-facts-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "records/atlas-codes.h"

static void
add_boundary (AtlasFactsMaker *maker,
              AtlasRecord     *record)
{
  const char *boundary = atlas_record_get_text (record, "boundary");
  AtlasFact *fact;

  fact = atlas_facts_add (maker, "boundary", _("Boundary"),
                          boundary != NULL ? atlas_codes_label ("boundary", boundary) : NULL);
  atlas_facts_set_source (fact, record);
  if (g_strcmp0 (boundary, "approximate") == 0)
    atlas_facts_set_mark (fact, _("Approximate"));
}

static gboolean
add_links (AtlasFactsMaker *maker,
           const char      *type,
           const char      *field,
           const char      *id,
           const char      *label,
           GError         **error)
{
  g_autoptr(GPtrArray) records = atlas_facts_list (maker, type, field, id, error);

  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      AtlasRecord *record = g_ptr_array_index (records, i);
      AtlasFact *fact = atlas_facts_add_link (maker, type, label, record);

      atlas_facts_set_source (fact, record);
      if (g_strcmp0 (atlas_record_get_text (record, "boundary"), "approximate") == 0)
        atlas_facts_set_mark (fact, _("Approximate"));
    }

  return records != NULL;
}

/* Areas are known by number as well as by name. */
static gboolean
add_areas (AtlasFactsMaker *maker,
           GError         **error)
{
  g_autoptr(AtlasQuery) query = atlas_query_new (&atlas_area_type);
  g_autoptr(GPtrArray) areas = NULL;

  atlas_query_as_of (query, maker->on);
  atlas_query_order_by (query, "number", FALSE);
  areas = atlas_store_list (maker->store, query, error);
  for (guint i = 0; areas != NULL && i < areas->len; i++)
    {
      AtlasArea *area = g_ptr_array_index (areas, i);
      AtlasFact *fact = atlas_facts_add_link (maker, "area",
                                              area->code != NULL ? area->code : _("Area"),
                                              ATLAS_RECORD (area));

      atlas_facts_set_source (fact, ATLAS_RECORD (area));
    }

  return areas != NULL;
}

static void
add_labels (AtlasFactsMaker *maker,
            AtlasRecord     *about,
            const char      *kind)
{
  for (guint i = 0; i < maker->labels->len; i++)
    {
      AtlasLabel *label = g_ptr_array_index (maker->labels, i);
      AtlasFact *fact;

      if (g_strcmp0 (label->kind, kind) != 0 ||
          g_strcmp0 (label->subject.id, atlas_record_get_id (about)) != 0 ||
          !atlas_record_is_valid_on (ATLAS_RECORD (label), maker->on))
        continue;
      fact = atlas_facts_add (maker, kind,
                              label->item != NULL ? atlas_codes_label ("phase", label->item)
                                                  : atlas_codes_label ("label-kind", kind),
                              label->text);
      atlas_facts_set_source (fact, ATLAS_RECORD (label));
    }
}

gboolean
atlas_facts_county (AtlasFactsMaker *maker,
                    AtlasRecord     *county,
                    GError         **error)
{
  maker->facts->subtitle = g_strdup (_("County"));
  atlas_facts_section (maker, _("County"));
  atlas_facts_add_field (maker, county, "name");
  atlas_facts_add_field (maker, county, "authority");
  add_labels (maker, county, "fact");
  atlas_facts_add_field (maker, county, "attribution");

  atlas_facts_section (maker, _("Areas"));
  if (!add_areas (maker, error))
    return FALSE;

  atlas_facts_section (maker, _("Partnerships"));
  if (!add_links (maker, "partnership", NULL, NULL, _("Partnership"), error))
    return FALSE;

  atlas_facts_section (maker, _("Panels"));
  return add_links (maker, "panel", NULL, NULL, _("Panel"), error);
}

static gboolean
add_lead_school (AtlasFactsMaker *maker,
                 AtlasRecord     *area,
                 GError         **error)
{
  g_autoptr(GPtrArray) leads = NULL;

  leads = atlas_facts_list (maker, "lead", "area", atlas_record_get_id (area), error);
  for (guint i = 0; leads != NULL && i < leads->len; i++)
    {
      AtlasLead *lead = g_ptr_array_index (leads, i);
      g_autoptr(AtlasRecord) school = atlas_facts_find (maker, "establishment",
                                                        lead->establishment);
      AtlasFact *fact = atlas_facts_add_link (maker, "lead_school", _("Lead school"), school);

      atlas_facts_set_source (fact, ATLAS_RECORD (lead));
    }

  return leads != NULL;
}

/* Those of the area alone or of some areas; a panel of the county is on the county's page. */
static gboolean
add_panels (AtlasFactsMaker *maker,
            const char      *area,
            GError         **error)
{
  g_autoptr(GPtrArray) panels = atlas_facts_list (maker, "panel", NULL, NULL, error);

  for (guint i = 0; panels != NULL && i < panels->len; i++)
    {
      AtlasPanel *panel = g_ptr_array_index (panels, i);
      AtlasFact *fact;

      if (panel->areas == NULL || !g_strv_contains ((const char * const *) panel->areas, area))
        continue;
      fact = atlas_facts_add_link (maker, "panel", _("Panel"), ATLAS_RECORD (panel));
      atlas_facts_set_source (fact, ATLAS_RECORD (panel));
      if (panel->invented)
        atlas_facts_set_mark (fact, _("Demonstration"));
    }

  return panels != NULL;
}

gboolean
atlas_facts_area (AtlasFactsMaker *maker,
                  AtlasRecord     *area,
                  GError         **error)
{
  const char *id = atlas_record_get_id (area);

  maker->facts->subtitle = g_strdup (((AtlasArea *) area)->code);
  atlas_facts_section (maker, _("Area"));
  atlas_facts_add_field (maker, area, "code");
  if (!add_lead_school (maker, area, error))
    return FALSE;
  add_boundary (maker, area);
  atlas_facts_add_field (maker, area, "note");

  atlas_facts_section (maker, _("Towns"));
  if (!add_links (maker, "town", "area", id, _("Town"), error))
    return FALSE;

  atlas_facts_section (maker, _("Partnerships"));
  if (!add_links (maker, "partnership", "area", id, _("Partnership"), error))
    return FALSE;

  atlas_facts_section (maker, _("Provision"));
  if (!add_links (maker, "provision", "area", id, _("Provision"), error))
    return FALSE;

  atlas_facts_section (maker, _("Panels"));
  if (!add_panels (maker, atlas_record_get_key (area), error))
    return FALSE;

  atlas_facts_section (maker, _("Who serves the area"));
  add_labels (maker, area, "coverage");
  atlas_facts_section (maker, _("How the area commissions"));
  add_labels (maker, area, "commissioning");

  return TRUE;
}

gboolean
atlas_facts_partnership (AtlasFactsMaker *maker,
                         AtlasRecord     *partnership,
                         GError         **error)
{
  AtlasPartnership *self = (AtlasPartnership *) partnership;
  g_autoptr(AtlasRecord) area = atlas_facts_find (maker, "area", self->area);
  g_autoptr(GPtrArray) members = NULL;
  AtlasFact *fact;

  maker->facts->subtitle = g_strdup (_("Partnership"));
  atlas_facts_section (maker, _("Partnership"));
  atlas_facts_add_link (maker, "area", _("Area"), area);
  add_boundary (maker, partnership);
  fact = atlas_facts_add (maker, "name_evidence", _("Evidence for the name"), self->name_evidence);
  if (self->provisional)
    atlas_facts_set_mark (fact, _("Provisional"));
  atlas_facts_add_field (maker, partnership, "territory_evidence");
  atlas_facts_add_field (maker, partnership, "schools_located");
  atlas_facts_add_field (maker, partnership, "note");

  atlas_facts_section (maker, _("Schools"));
  members = atlas_facts_list (maker, "membership", "partnership", atlas_record_get_id (partnership),
                              error);
  for (guint i = 0; members != NULL && i < members->len; i++)
    {
      AtlasMembership *member = g_ptr_array_index (members, i);
      g_autoptr(AtlasRecord) school = atlas_facts_find (maker, "establishment",
                                                        member->establishment);

      fact = atlas_facts_add_link (maker, "school", _("School"), school);
      if (school != NULL && ((AtlasEstablishment *) school)->invented)
        atlas_facts_set_mark (fact, _("Demonstration"));
    }

  return members != NULL;
}

/* Leads to the school's own page of the school year. */
static void
add_own_days (AtlasFactsMaker    *maker,
              AtlasEstablishment *school)
{
  AtlasFact *fact = atlas_facts_add (maker, "own_days_entered", _("INSET and occasional days"),
                                     school->own_days_entered
                                     ? _("Entered") : _("Not entered: deadlines are provisional"));

  fact->route = g_strconcat ("calendar/", school->key, NULL);
}

gboolean
atlas_facts_establishment (AtlasFactsMaker *maker,
                           AtlasRecord     *establishment,
                           GError         **error)
{
  AtlasEstablishment *self = (AtlasEstablishment *) establishment;
  g_autoptr(AtlasRecord) area = atlas_facts_find (maker, "area", self->area);
  g_autoptr(GPtrArray) members = NULL;
  static const char * const fields[] = {
    "kind", "phase", "gender", "town", "roll", "urn", "laestab", "position", "note",
  };
  AtlasFact *fact;

  maker->facts->subtitle = g_strdup (self->kind != NULL
                                     ? atlas_codes_label ("establishment-kind", self->kind)
                                     : _("School"));
  atlas_facts_section (maker, _("School"));
  fact = atlas_facts_add_link (maker, "area", _("Area"), area);
  atlas_facts_set_source (fact, establishment);
  if (self->invented)
    atlas_facts_set_mark (fact, _("Demonstration"));
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    atlas_facts_add_field (maker, establishment, fields[i]);
  add_own_days (maker, self);

  members = atlas_facts_list (maker, "membership", "establishment",
                              atlas_record_get_id (establishment), error);
  for (guint i = 0; members != NULL && i < members->len; i++)
    {
      AtlasMembership *member = g_ptr_array_index (members, i);
      g_autoptr(AtlasRecord) partnership = atlas_facts_find (maker, "partnership",
                                                             member->partnership);

      atlas_facts_add_link (maker, "partnership", _("Partnership"), partnership);
    }

  return members != NULL;
}
