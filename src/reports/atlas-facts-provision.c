/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the page of a provision says. */
#include "config.h"

#include "reports/atlas-facts-private.h"

#include <glib/gi18n-lib.h>

#include "records/atlas-as-at.h"
#include "records/atlas-codes.h"

static gboolean
add_neighbours (AtlasFactsMaker *maker,
                AtlasRecord     *provision,
                GError         **error)
{
  AtlasProvision *self = (AtlasProvision *) provision;
  g_autoptr(AtlasRecord) successor = atlas_facts_find (maker, "provision", self->successor);
  g_autoptr(AtlasRecord) shown_with = atlas_facts_find (maker, "provision", self->shown_with);
  g_autoptr(AtlasQuery) query = atlas_query_new (&atlas_provision_type);
  g_autoptr(GPtrArray) before = NULL;
  AtlasFact *fact;

  atlas_query_where_text (query, "successor", ATLAS_COMPARE_EQUAL,
                          atlas_record_get_id (provision));
  before = atlas_store_list (maker->store, query, error);
  if (before == NULL)
    return FALSE;

  fact = atlas_facts_add_link (maker, "successor", _("Became"), successor);
  if (fact != NULL)
    fact->source = g_strdup (self->successor_evidence);
  for (guint i = 0; i < before->len; i++)
    {
      AtlasProvision *one = g_ptr_array_index (before, i);

      fact = atlas_facts_add_link (maker, "predecessor", _("Before this"), ATLAS_RECORD (one));
      if (fact != NULL)
        fact->source = g_strdup (one->successor_evidence);
    }
  atlas_facts_add_link (maker, "shown_with", _("Shown with"), shown_with);

  return TRUE;
}

static void
add_aliases (AtlasFactsMaker *maker,
             AtlasRecord     *provision)
{
  for (guint i = 0; i < maker->labels->len; i++)
    {
      AtlasLabel *label = g_ptr_array_index (maker->labels, i);

      if (g_strcmp0 (label->kind, "alias") == 0 &&
          g_strcmp0 (label->subject.id, atlas_record_get_id (provision)) == 0)
        atlas_facts_add (maker, "alias", _("Also called"), label->text);
    }
}

/* What each service is, in the words of the day: the sources change them. */
static void
add_services (AtlasFactsMaker *maker,
              AtlasProvision  *provision)
{
  atlas_facts_section (maker, _("What it offers"));
  for (guint i = 0; provision->services != NULL && provision->services[i] != NULL; i++)
    {
      const char *service = provision->services[i];
      AtlasLabel *label = atlas_labels_find (maker->labels, NULL, "service", provision->kind,
                                             service, maker->on);

      if (label != NULL)
        atlas_facts_set_source (atlas_facts_add (maker, "service",
                                                 atlas_codes_label ("service", service),
                                                 label->text), ATLAS_RECORD (label));
    }
}

static void
add_site (AtlasFactsMaker *maker,
          AtlasRecord     *record)
{
  AtlasSite *site = (AtlasSite *) record;
  g_autofree char *where = NULL;
  AtlasFact *fact;

  where = site->postcode != NULL && site->town != NULL
          ? g_strdup_printf ("%s, %s", site->town, site->postcode)
          : g_strdup (site->town != NULL ? site->town : site->name);
  fact = atlas_facts_add (maker, "site", site->name != NULL ? site->name : _("Site"), where);
  atlas_facts_set_source (fact, record);
  if (g_strcmp0 (site->position, "town") == 0)
    atlas_facts_set_mark (fact, _("Approximate"));
}

static void
add_check (AtlasFactsMaker *maker,
           AtlasRecord     *record)
{
  AtlasCheck *check = (AtlasCheck *) record;
  g_autofree char *expires = atlas_date_format_long (check->expires);
  g_autofree char *done = atlas_date_format_long (check->done);
  g_autofree char *value = NULL;
  AtlasFact *fact;

  if (check->expires != ATLAS_DATE_NONE && check->expires < maker->on)
    value = g_strdup_printf (_("Expired on %s"), expires);
  else if (check->expires != ATLAS_DATE_NONE)
    value = g_strdup_printf (_("Until %s"), expires);
  else
    value = g_strdup (check->done != ATLAS_DATE_NONE ? done : check->reference);
  fact = atlas_facts_add (maker, check->kind, atlas_codes_label ("check-kind", check->kind), value);
  if (fact != NULL && check->reference != NULL)
    fact->source = g_strdup (check->reference);
  if (check->invented)
    atlas_facts_set_mark (fact, _("Demonstration"));
}

static void
add_contract (AtlasFactsMaker *maker,
              AtlasRecord     *record)
{
  AtlasContract *contract = (AtlasContract *) record;
  const AtlasField *runs = atlas_type_field (&atlas_contract_type, "valid");
  g_autofree char *dates = atlas_record_format (record, runs);
  g_autofree char *cost = NULL;
  AtlasFact *fact;

  if (contract->unit_cost != NULL)
    /* Translators: £95.00 a place for a week */
    cost = g_strdup_printf (_("£%s %s"), contract->unit_cost,
                            atlas_codes_label ("cost-unit", contract->cost_unit));
  fact = atlas_facts_add (maker, "contract", contract->reference,
                          cost != NULL ? cost : contract->reference);
  if (fact != NULL)
    fact->source = g_strdup (dates);
  if (contract->invented)
    atlas_facts_set_mark (fact, _("Demonstration"));
}

static void
add_contact (AtlasFactsMaker *maker,
             AtlasRecord     *record)
{
  AtlasContact *contact = (AtlasContact *) record;
  const char *reached = contact->telephone != NULL ? contact->telephone : contact->email;

  atlas_facts_add (maker, "contact", contact->role, reached != NULL ? reached : contact->name);
}

typedef void (*AddOne) (AtlasFactsMaker *maker,
                        AtlasRecord     *record);

/* A section with what belongs to a provision. */
static gboolean
add_section (AtlasFactsMaker *maker,
             const char      *title,
             const char      *type,
             AtlasRecord     *provision,
             AddOne           add_one,
             GError         **error)
{
  g_autoptr(GPtrArray) records = NULL;

  atlas_facts_section (maker, title);
  records = atlas_facts_list (maker, type, "provision", atlas_record_get_id (provision), error);
  for (guint i = 0; records != NULL && i < records->len; i++)
    add_one (maker, g_ptr_array_index (records, i));

  return records != NULL;
}

gboolean
atlas_facts_provision (AtlasFactsMaker *maker,
                       AtlasRecord     *provision,
                       GError         **error)
{
  static const char * const fields[] = {
    "phases", "gender", "residential", "services", "day6_offered", "town", "serves_towns",
    "threshold", "admission", "funding", "accountable", "core_offer", "qualifications", "liaison",
    "commissioner", "host", "places_known", "valid", "note",
  };
  AtlasProvision *self = (AtlasProvision *) provision;
  g_autoptr(AtlasRecord) area = atlas_facts_find (maker, "area", self->area);
  AtlasFact *fact;

  maker->facts->subtitle = g_strdup (atlas_codes_label ("provision-kind", self->kind));
  atlas_facts_section (maker, _("Provision"));
  fact = atlas_facts_add (maker, "kind", _("Kind"),
                          atlas_codes_label ("provision-kind", self->kind));
  atlas_facts_set_source (fact, provision);
  if (self->invented)
    atlas_facts_set_mark (fact, _("Demonstration"));
  add_aliases (maker, provision);
  atlas_facts_add_link (maker, "area", _("Area"), area);
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    atlas_facts_add_field (maker, provision, fields[i]);
  if (!add_neighbours (maker, provision, error))
    return FALSE;

  add_services (maker, self);

  return add_section (maker, _("Sites"), "site", provision, add_site, error) &&
         add_section (maker, _("Registration and checks"), "check", provision, add_check, error) &&
         add_section (maker, _("Contracts"), "contract", provision, add_contract, error) &&
         add_section (maker, _("Contacts"), "contact", provision, add_contact, error);
}
