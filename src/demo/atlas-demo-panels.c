/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "demo/atlas-demo-private.h"

#define AREAS_PER_PANEL 2
#define EVERY_WEEKS     2
#define MEETINGS_BEHIND 8
#define MEETINGS_AHEAD  3
#define QUORUM          3
#define DAYS_APART      2       /* between the next meetings of one panel and the following panel */

static void
add_meeting (AtlasDemo      *demo,
             AtlasDemoPanel *panel,
             const char     *panel_key,
             AtlasDate       on)
{
  AtlasDemoMeeting meeting = { .panel = panel->id, .on = on };
  g_autofree char *day = atlas_date_format (on);
  g_autofree char *key = g_strdup_printf ("%s/%s", panel_key, day);
  gboolean is_held = on < demo->options.as_of;
  json_t *present = is_held ? json_pack ("[s, s, s]", "county", "home-school", "provision") : NULL;
  json_t *may_decide = is_held ? json_pack ("[s, s]", "county", "provision") : NULL;

  meeting.id = atlas_demo_add (demo, "meeting", key,
                               json_pack ("{s:s, s:o, s:s, s:s, s:o*, s:o*, s:s, s:b}",
                                          "panel", panel->id,
                                          "on", atlas_demo_date (on), "at", "9:30am",
                                          "where", "County offices and by video",
                                          "present", present, "may_decide", may_decide,
                                          "step", is_held ? "held" : "planned",
                                          "invented", TRUE));
  g_array_append_val (panel->meetings, meeting);
}

static const char *
short_name (AtlasArea *area)
{
  return area->short_name != NULL ? area->short_name : area->name;
}

static void
add_panel (AtlasDemo *demo,
           guint      number,
           GPtrArray *areas,
           guint      first)
{
  AtlasDemoPanel *panel = g_new0 (AtlasDemoPanel, 1);
  AtlasArea *area = g_ptr_array_index (areas, first);
  AtlasArea *other = first + 1 < areas->len ? g_ptr_array_index (areas, first + 1) : NULL;
  g_autofree char *key = g_strdup_printf ("demo-panel-%u", number + 1);
  g_autofree char *name = NULL;
  json_t *fields;
  AtlasDate next = demo->options.as_of + 1 + DAYS_APART * (AtlasDate) number;
  AtlasDate begins = atlas_demo_weekday (next) - 7 * EVERY_WEEKS * MEETINGS_BEHIND;

  panel->areas = g_hash_table_new (g_str_hash, g_str_equal);
  panel->meetings = g_array_new (FALSE, FALSE, sizeof (AtlasDemoMeeting));
  g_hash_table_add (panel->areas, (char *) atlas_record_get_id (ATLAS_RECORD (area)));
  if (other != NULL)
    g_hash_table_add (panel->areas, (char *) atlas_record_get_id (ATLAS_RECORD (other)));

  name = g_strdup_printf ("%s%s%s demonstration panel", short_name (area),
                          other != NULL ? " and " : "", other != NULL ? short_name (other) : "");
  fields = json_pack ("{s:s, s:s, s:s, s:o, s:i, s:o, s:s, s:[s, s, s, s], s:[s, s], s:i, s:o,"
                      " s:b, s:s}",
                      "key", key, "name", name, "kind", "provision",
                      "areas", atlas_demo_set (area->key, other != NULL ? other->key : NULL, NULL),
                      "every_weeks", EVERY_WEEKS, "first_meeting", atlas_demo_date (begins),
                      "at", "9:30am",
                      "members", "county", "health", "home-school", "provision",
                      "may_decide", "county", "provision",
                      "quorum", QUORUM, "valid", atlas_demo_since (demo),
                      "invented", TRUE, "source", ATLAS_DEMO_SOURCE);
  panel->id = atlas_demo_add (demo, "panel", key, fields);

  for (int i = 0; i < MEETINGS_BEHIND + MEETINGS_AHEAD; i++)
    add_meeting (demo, panel, key, begins + 7 * EVERY_WEEKS * i);
  g_ptr_array_add (demo->panels, panel);
}

/**
 * atlas_demo_make_panels:
 * @demo: the demonstration
 *
 * Makes up panels for two areas each, with meetings behind and ahead of the demonstration's day.
 */
void
atlas_demo_make_panels (AtlasDemo *demo)
{
  g_autoptr(GPtrArray) areas = atlas_demo_list_pack (demo, &atlas_area_type);

  for (guint i = 0; i < areas->len; i += AREAS_PER_PANEL)
    add_panel (demo, i / AREAS_PER_PANEL, areas, i);
}
