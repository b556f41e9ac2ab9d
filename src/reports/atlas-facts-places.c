/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The places of an area by kind and phase, as a section of its page and as one sentence. */
#include "config.h"

#include "reports/atlas-facts-private.h"

#include <glib/gi18n-lib.h>

#include "records/atlas-codes.h"
#include "reports/atlas-capacity-areas.h"
#include "reports/atlas-words.h"

#define ROUTE_PLACES "provision?list=places"

/* Lines of places that are told together. */
typedef struct {
  const char *kind;             /* (unowned): of the provision */
  const char *phase;            /* (unowned) (nullable): of the places */
  AtlasFree   sum;
  gboolean    is_invented;
} Group;

static Group *
find_group (GArray               *groups,
            const AtlasPlaceLine *line)
{
  Group group = { .kind = line->provision->kind, .phase = line->place->phase };

  for (guint i = 0; i < groups->len; i++)
    {
      Group *one = &g_array_index (groups, Group, i);

      if (g_strcmp0 (one->kind, group.kind) == 0 && g_strcmp0 (one->phase, group.phase) == 0)
        return one;
    }
  g_array_append_val (groups, group);

  return &g_array_index (groups, Group, groups->len - 1);
}

/* By kind, then by phase, in the order of their codes. */
static int
compare_groups (gconstpointer a,
                gconstpointer b)
{
  const Group *first = a;
  const Group *second = b;
  int order = g_strcmp0 (first->kind, second->kind);

  return order != 0 ? order : g_strcmp0 (first->phase, second->phase);
}

static char *
word_group (const Group *group)
{
  const char *kind = atlas_codes_label ("provision-kind", group->kind);

  if (group->phase == NULL)
    return g_strdup (kind);

  /* Translators: a kind of provision and a phase: "Education Support Centre (ESC), Secondary". */
  return g_strdup_printf (_("%1$s, %2$s"), kind, atlas_codes_label ("phase", group->phase));
}

static void
add_group (AtlasFactsMaker *maker,
           const Group     *group)
{
  g_autofree char *label = word_group (group);
  g_autofree char *value = atlas_words_free (&group->sum);
  AtlasFact *fact = atlas_facts_add (maker, "places_free", label, value);

  fact->source = atlas_words_as_last_sent (&group->sum, maker->on);
  fact->route = g_strdup (ROUTE_PLACES);
  if (group->is_invented)
    atlas_facts_set_mark (fact, _("Demonstration"));
}

/**
 * atlas_facts_add_places:
 * @self: the facts of an area
 * @capacity: where its places stand
 *
 * Puts the places free, by kind of provision and phase, before the other sections.
 */
void
atlas_facts_add_places (AtlasFacts    *self,
                        AtlasCapacity *capacity)
{
  g_autoptr(GArray) groups = g_array_new (FALSE, FALSE, sizeof (Group));
  AtlasFactsMaker maker = { .facts = self, .on = capacity->on };
  AtlasFactSection *section;

  for (guint i = 0; i < capacity->lines->len; i++)
    {
      const AtlasCapacityLine *line = g_ptr_array_index (capacity->lines, i);
      Group *group = find_group (groups, line->line);

      atlas_free_add (&group->sum, &line->free);
      group->is_invented |= atlas_capacity_line_is_invented (line);
    }
  if (groups->len == 0)
    return;

  g_array_sort (groups, compare_groups);
  atlas_facts_section (&maker, _("Places free now"));
  for (guint i = 0; i < groups->len; i++)
    add_group (&maker, &g_array_index (groups, Group, i));

  section = g_ptr_array_steal_index (self->sections, self->sections->len - 1);
  g_ptr_array_insert (self->sections, 0, section);
}

/* Sums the lines of a phase that have a return; whether there is one. */
static gboolean
sum_phase (AtlasCapacity *capacity,
           const char    *phase,
           int           *free)
{
  gboolean is_known = FALSE;

  *free = 0;
  for (guint i = 0; i < capacity->lines->len; i++)
    {
      const AtlasCapacityLine *line = g_ptr_array_index (capacity->lines, i);

      if (!line->free.is_known || g_strcmp0 (line->line->place->phase, phase) != 0)
        continue;
      is_known = TRUE;
      *free += line->free.free;
    }
  *free = MAX (0, *free);

  return is_known;
}

static char *
word_secondary (int free)
{
  return free == 0 ? g_strdup (_("no secondary place"))
                   : g_strdup_printf (ngettext ("%d secondary place", "%d secondary places", free),
                                      free);
}

static char *
word_primary (int free)
{
  return free == 0 ? g_strdup (_("no primary place"))
                   : g_strdup_printf (ngettext ("%d primary place", "%d primary places", free),
                                      free);
}

/**
 * atlas_capacity_word_finding:
 * @self: where the places of an area stand
 * @name: of the area
 *
 * Says it in one sentence: "Stevenage has 1 secondary place and no primary place free".
 *
 * Returns: (transfer full): the sentence, without a full stop
 */
char *
atlas_capacity_word_finding (AtlasCapacity *self,
                             const char    *name)
{
  int n_secondary;
  int n_primary;
  gboolean has_secondary = sum_phase (self, "secondary", &n_secondary);
  gboolean has_primary = sum_phase (self, "primary", &n_primary);
  g_autofree char *secondary = word_secondary (n_secondary);
  g_autofree char *primary = word_primary (n_primary);

  if (self->lines->len == 0)
    /* Translators: the name of an area. */
    return g_strdup_printf (_("No places are entered for %s"), name);
  if (has_secondary && has_primary)
    /* Translators: an area, "1 secondary place", "no primary place". */
    return g_strdup_printf (_("%1$s has %2$s and %3$s free"), name, secondary, primary);
  if (has_secondary || has_primary)
    /* Translators: an area, "1 secondary place". */
    return g_strdup_printf (_("%1$s has %2$s free"), name, has_secondary ? secondary : primary);

  /* Translators: the name of an area. */
  return g_strdup_printf (_("No return received from %s"), name);
}
