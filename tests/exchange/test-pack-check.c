/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "exchange/atlas-pack-check.h"

#include <string.h>

/* A county of two areas side by side, without a fault. A test puts one in. */
#define END ",A page,2026-11-01,,stated\n"

#define MANIFEST                                                                   \
  "{\"name\": \"testshire\", \"title\": \"Testshire\", \"county\": \"testshire\", "  \
  "\"version\": 1, \"schema\": 1, \"published\": \"2026-11-22\", "                  \
  "\"licence\": \"OGL-3.0\", \"attribution\": \"Somebody\", "                       \
  "\"editions\": [{\"name\": \"2026\", \"title\": \"A page\", "                     \
  "\"published\": \"2026-11-01\", \"published_text\": \"November 2026\", "          \
  "\"begins\": \"2026-11-01\"}], "                                                 \
  "\"files\": [" FILE_OF ("county") ", " FILE_OF ("area") ", " FILE_OF ("town") ", " \
  FILE_OF ("establishment") ", " FILE_OF ("lead") ", " FILE_OF ("provision") ", "   \
  FILE_OF ("site") ", " FILE_OF ("panel") ", " FILE_OF ("label") ", "               \
  FILE_OF ("figure") ", " FILE_OF ("calendar_range") "], "                         \
  "\"shapes\": {\"outline\": \"outline.geojson\", \"areas\": \"areas.geojson\"}}"

#define FILE_OF(type) "{\"type\": \"" type "\", \"file\": \"" type ".csv\"}"

#define SOURCED ",source,published,checked,confidence\n"

#define SQUARE(id, ring)                                                          \
  "{\"type\": \"Feature\", \"properties\": {\"id\": \"" id "\"}, \"geometry\": "    \
  "{\"type\": \"Polygon\", \"coordinates\": [[" ring "]]}}"

#define SHAPES(features) "{\"type\": \"FeatureCollection\", \"features\": [" features "]}"

#define WEST "[-1.0,52.0],[-0.9,52.0],[-0.9,52.1],[-1.0,52.1],[-1.0,52.0]"
#define EAST "[-0.9,52.0],[-0.8,52.0],[-0.8,52.1],[-0.9,52.1],[-0.9,52.0]"
#define HALF "[-0.85,52.0],[-0.8,52.0],[-0.8,52.1],[-0.85,52.1],[-0.85,52.0]"
#define WITHIN "[-0.95,52.04],[-0.94,52.04],[-0.94,52.05],[-0.95,52.04]"
#define FAR "[0,53],[0.1,53],[0.1,53.1],[0,53.1],[0,53]"
#define OPEN "[-1.0,52.0],[-0.9,52.0],[-0.9,52.1],[-1.0,52.1]"
#define SHORT "[-1.0,52.0],[-0.9,52.0],[-1.0,52.0]"
#define TURNED "[52.0,-1.0],[52.0,-0.9],[52.1,-0.9],[52.0,-1.0]"
#define BELOW                                                                     \
  "[-1.0,52.0],[-0.8,52.0],[-0.8,52.1],[-0.85,52.1],[-0.85,52.05],[-0.95,52.05]," \
  "[-0.95,52.1],[-1.0,52.1],[-1.0,52.0]"
#define ABOVE                                                                     \
  "[-0.95,52.1],[-0.85,52.1],[-0.8,52.1],[-0.8,52.2],[-1.0,52.2],[-1.0,52.1],"    \
  "[-0.95,52.1]"
#define BOTH "[-1.0,52.0],[-0.8,52.0],[-0.8,52.1],[-1.0,52.1],[-1.0,52.0]"

static const struct {
  const char *name;
  const char *text;
} good[] = {
  { "manifest.json", MANIFEST },
  { "county.csv", "key,name,attribution" SOURCED "testshire,Testshire,Somebody" END },
  { "area.csv", "key,name,valid" SOURCED "west,West,2020-01-01/" END "east,East," END },
  { "town.csv", "key,name,area,latitude,longitude" SOURCED "wick,Wick,west,52.05,-0.95" END },
  { "establishment.csv", "key,name,area,valid" SOURCED
    "oak,Oak School,west,2020-01-01/" END "elm,Elm School,west," END },
  { "lead.csv", "key,area,establishment,valid" SOURCED
    "l1,west,oak,2020-01-01/2024-12-31" END "l2,west,elm,2025-01-01/" END },
  { "provision.csv", "key,name,kind,area,valid,successor" SOURCED
    "old,Old Base,psb,west,2020-01-01/2024-12-31,new" END
    "new,New Base,pbs,west,2025-01-01/," END },
  { "site.csv", "key,provision,valid,latitude,longitude" SOURCED
    "s1,old,2020-01-01/2024-12-31,52.05,-0.95" END },
  { "panel.csv", "key,name,kind,every_weeks" SOURCED "p1,Panel,provision,2" END },
  { "label.csv", "key,subject,kind,scheme,item,text,valid" SOURCED
    "t1,county/testshire,tier,tiers,1,One,2020-01-01/" END
    "t2,county/testshire,tier,tiers,2,Two,2020-01-01/" END
    "t3,county/testshire,tier,tiers,3,Three,2020-01-01/" END
    "t4,county/testshire,tier,tiers,4,Four,2020-01-01/" END
    "t5,county/testshire,tier,tiers,5,Five,2020-01-01/" END },
  { "figure.csv", "key,series,period,whom,item,value,at_least" SOURCED
    "f1,x,2025,,primary,1," END "f2,x,2025,,secondary,2," END "f3,x,2025,,total,3," END
    "g1,y,2025,,all,9,0" END "g2,y,2025,,long,4,38" END },
  { "calendar_range.csv", "key,kind,days" SOURCED
    "c1,term,2026-09-01/2026-12-18" END "c2,term,2027-01-04/2027-03-25" END
    "c3,term,2027-04-12/2027-07-21" END },
  { "outline.geojson", SHAPES (SQUARE ("testshire", BOTH)) },
  { "areas.geojson", SHAPES (SQUARE ("west", WEST) ", " SQUARE ("east", EAST)) },
};

/* The good pack, but for one file, and perhaps one more. */
static GPtrArray *
check_with (const char *name,
            const char *text)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GHashTable) files = NULL;
  g_autoptr(AtlasPack) pack = NULL;

  files = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_bytes_unref);
  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    g_hash_table_insert (files, (char *) good[i].name,
                         g_bytes_new_static (good[i].text, strlen (good[i].text)));
  if (name != NULL)
    g_hash_table_insert (files, (char *) name, g_bytes_new_static (text, strlen (text)));

  pack = atlas_pack_new_from_files (files, &error);
  g_assert_no_error (error);

  return atlas_pack_check (pack);
}

static const AtlasPackFinding *
find (GPtrArray  *findings,
      const char *check)
{
  const AtlasPackFinding *found = NULL;

  for (guint i = 0; i < findings->len; i++)
    {
      const AtlasPackFinding *finding = g_ptr_array_index (findings, i);

      g_test_message ("%s: %s, line %u, %s: %s", finding->check, finding->file, finding->line,
                      finding->key, finding->text);
      if (found == NULL && strcmp (finding->check, check) == 0)
        found = finding;
    }

  return found;
}

static void
test_a_good_pack_has_no_findings (void)
{
  g_autoptr(GPtrArray) findings = check_with (NULL, NULL);

  find (findings, "");
  g_assert_cmpuint (findings->len, ==, 0);
}

/* Of each, the one fault that it has. */
static const struct {
  const char *file;
  const char *text;
  const char *check;
  guint       line;
  const char *words;
} bad[] = {
  { "area.csv", "key,name" SOURCED "west,West" END "east," END, "refused", 3, "missing" },
  { "area.csv", "key,name" SOURCED "west,West" END "west,Twice" END, "refused", 3,
    "already on line 2" },
  { "area.csv", "key,name" SOURCED "west,West" END "east,East" END "mid,Mid" END, "shape-key", 4,
    "no shape" },
  { "areas.geojson",
    SHAPES (SQUARE ("west", WEST) ","
            SQUARE ("east", EAST) ","
            SQUARE ("far", FAR)),
    "shape-key", 0, "“far” is of no area" },
  { "areas.geojson",
    SHAPES (SQUARE ("west", WEST) ","
            SQUARE ("east", EAST) ","
            SQUARE ("east", FAR)),
    "shape-key", 0, "two shapes" },
  { "areas.geojson",
    SHAPES (SQUARE ("west", WEST) ","
            SQUARE ("east", BOTH)),
    "shape-overlap", 0, "“west” and “east” overlap" },
  { "areas.geojson",
    SHAPES (SQUARE ("west", WEST) ","
            SQUARE ("east", WEST)),
    "shape-overlap", 0, "overlap" },
  { "areas.geojson",
    SHAPES (SQUARE ("west", BOTH) ","
            SQUARE ("east", WITHIN)),
    "shape-overlap", 0, "overlap" },
  { "areas.geojson",
    SHAPES (SQUARE ("west", OPEN) ","
            SQUARE ("east", EAST)),
    "shape-ring", 0, "not closed" },
  { "areas.geojson",
    SHAPES (SQUARE ("west", SHORT) ","
            SQUARE ("east", EAST)),
    "shape-ring", 0, "fewer than four" },
  { "areas.geojson",
    SHAPES (SQUARE ("west", "[-1.0,\"52\"]") ","
            SQUARE ("east", EAST)),
    "shape-ring", 0, "cannot be read" },
  { "areas.geojson",
    SHAPES (SQUARE ("west", TURNED) ","
            SQUARE ("east", EAST)),
    "shape-outside", 0, "United Kingdom" },
  { "areas.geojson",
    SHAPES (SQUARE ("west", WEST) ","
            SQUARE ("east", HALF)),
    "shape-cover", 0, "75.0% of the county’s outline" },
  { "areas.geojson", "{\"type\": \"Point\"}", "shape-file", 0, "list of features" },
  { "areas.geojson", "{", "shape-file", 0, "list of features" },
  { "lead.csv", "key,area,establishment,valid" SOURCED "l1,west,oak,2020-01-01/2025-01-01" END
    "l2,west,elm,2025-01-01/" END, "overlap", 3, "line 2, “l1”" },
  { "calendar_range.csv", "key,kind,days" SOURCED "c1,term,2026-09-01/2027-03-01" END
    "c2,term,2027-02-04/2027-07-25" END, "overlap", 3, "line 2" },
  { "site.csv", "key,provision,valid" SOURCED "s1,old,2020-01-01/" END, "reference", 2,
    "goes on after provision “old” has ended" },
  { "site.csv", "key,provision,valid" SOURCED "s1,new,2020-01-01/2021-01-01" END, "reference", 2,
    "has ended before provision “new” begins" },
  { "town.csv", "key,name,area,latitude,longitude" SOURCED "wick,Wick,west,-0.95,52.05" END,
    "position", 2, "outside the United Kingdom" },
  { "town.csv", "key,name,area,latitude" SOURCED "wick,Wick,west,52.05" END, "position", 2,
    "only one" },
  { "town.csv", "key,name,area" SOURCED "wick,Wick,west,,2026-11-01,,stated\n", "source", 2,
    "no source" },
  { "town.csv", "key,name,area" SOURCED "wick,Wick,west,A page,,,stated\n", "source", 2,
    "neither when its source" },
  { "town.csv", "key,name,area" SOURCED "wick,Wick,west,A page,2026-11-01,,\n", "source", 2,
    "how sure" },
  { "town.csv", "key,name,area,note" SOURCED "wick,Wick,west,ask head@wick.sch.uk" END, "person",
    2, "an e-mail address" },
  { "town.csv", "key,name,area,note" SOURCED "wick,Wick,west,ring 01632 960123" END, "person", 2,
    "a telephone number" },
  { "town.csv", "key,name,area,note" SOURCED "wick,Wick,west,led by Mrs Example" END, "person", 2,
    "the name of a person" },
  { "town.csv", "key,name,area,head_teacher" SOURCED "wick,Wick,west,A B" END, "refused", 1,
    "unknown column" },
  { "figure.csv", "key,series,period,item,value" SOURCED "f1,x,2025,primary,1" END
    "f2,x,2025,secondary,2" END "f3,x,2025,total,4" END, "figures", 4, "make 3 and not 4" },
  { "figure.csv", "key,series,period,item,value,at_least" SOURCED "g1,y,2025,all,3,0" END
    "g2,y,2025,long,4,38" END, "figures", 3, "fewer days holds 3, less than its 4" },
  { "calendar_range.csv", "key,kind,days" SOURCED "c1,term,2026-09-01/2026-12-18" END, "calendar",
    0, "less than a school year" },
  { "label.csv", "key,subject,kind,scheme,item,text,valid" SOURCED
    "t1,county/testshire,tier,tiers,1,One,2020-01-01/" END, "tiers", 0, "no words for tier 5" },
  { "label.csv", "key,subject,kind,scheme,item,text" SOURCED
    "t1,county/testshire,tier,levels,1,One" END, "tiers", 2, "“levels” is no scheme" },
  { "county.csv", "key,name" SOURCED "othershire,Othershire" END, "county", 0, "“testshire”" },
  { "county.csv", "key,name" SOURCED "testshire,Testshire" END, "licence", 0, "attribution" },
  { "notes.txt", "To do.", "file", 0, "does not name this file" },
};

static void
test_each_fault_is_found (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(GPtrArray) findings = check_with (bad[i].file, bad[i].text);
      const AtlasPackFinding *found = find (findings, bad[i].check);
      gboolean is_said = FALSE;

      g_test_message ("%u: %s", (guint) i, bad[i].words);
      g_assert_nonnull (found);
      for (guint j = 0; j < findings->len; j++)
        {
          const AtlasPackFinding *finding = g_ptr_array_index (findings, j);

          is_said |= strcmp (finding->check, bad[i].check) == 0 && finding->line == bad[i].line &&
                     !finding->is_note && strstr (finding->text, bad[i].words) != NULL;
        }
      g_assert_true (is_said);
    }
}

/* A ring of areas with nothing in the middle. */
static void
test_a_gap_between_areas_is_found (void)
{
  g_autoptr(GPtrArray) findings = NULL;

  findings = check_with ("areas.geojson",
                         SHAPES (SQUARE ("west", BELOW) "," SQUARE ("east", ABOVE)));
  g_assert_nonnull (find (findings, "shape-gap"));
}

static void
test_the_manifest_is_looked_at (void)
{
  static const struct {
    const char *from;
    const char *to;
    const char *check;
  } faults[] = {
    { "\"version\": 1", "\"version\": 1, \"colour\": \"red\"", "manifest-member" },
    { "\"areas\": \"areas", "\"rivers\": \"areas.geojson\", \"areas\": \"areas",
      "manifest-member" },
    { "\"begins\"", "\"ends\": \"2027-01-01\", \"begins\"", "manifest-member" },
    { "\"licence\": \"OGL-3.0\", ", "", "licence" },
    { "\"attribution\": \"Somebody\"", "\"attribution\": \" \"", "licence" },
    { "\"published\": \"2026-11-01\"", "\"published\": \"2026-10-01\"", "edition" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autoptr(GString) manifest = g_string_new (MANIFEST);
      g_autoptr(GPtrArray) findings = NULL;

      g_assert_cmpuint (g_string_replace (manifest, faults[i].from, faults[i].to, 1), ==, 1);
      findings = check_with ("manifest.json", manifest->str);
      g_assert_nonnull (find (findings, faults[i].check));
      g_assert_false (find (findings, faults[i].check)->is_note);
    }
}

static void
test_what_need_not_be_mended_is_a_note (void)
{
  g_autoptr(GPtrArray) panels = NULL;
  g_autoptr(GPtrArray) terms = NULL;

  panels = check_with ("panel.csv", "key,name,kind" SOURCED "p1,Panel,provision" END);
  g_assert_true (find (panels, "cadence")->is_note);
  g_assert_cmpuint (panels->len, ==, 1);

  terms = check_with ("calendar_range.csv", "key,kind,days" SOURCED
                      "c1,bank-holiday,2026-12-25/2026-12-25" END);
  g_assert_true (find (terms, "calendar")->is_note);
  g_assert_cmpuint (terms->len, ==, 1);
}

static void
test_shipped_packs_have_nothing_to_mend (void)
{
  g_auto(GStrv) shipped = atlas_pack_list_shipped ();

  for (guint i = 0; shipped[i] != NULL; i++)
    {
      g_autoptr(AtlasPack) pack = atlas_pack_open (shipped[i], NULL);
      g_autoptr(GPtrArray) findings = atlas_pack_check (pack);

      for (guint j = 0; j < findings->len; j++)
        {
          const AtlasPackFinding *finding = g_ptr_array_index (findings, j);

          g_test_message ("%s: %s, line %u: %s", shipped[i], finding->file, finding->line,
                          finding->text);
          g_assert_true (finding->is_note);
        }
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/exchange/pack-check/a-good-pack-has-no-findings",
                   test_a_good_pack_has_no_findings);
  g_test_add_func ("/exchange/pack-check/each-fault-is-found", test_each_fault_is_found);
  g_test_add_func ("/exchange/pack-check/a-gap-between-areas-is-found",
                   test_a_gap_between_areas_is_found);
  g_test_add_func ("/exchange/pack-check/the-manifest-is-looked-at",
                   test_the_manifest_is_looked_at);
  g_test_add_func ("/exchange/pack-check/what-need-not-be-mended-is-a-note",
                   test_what_need_not_be_mended_is_a_note);
  g_test_add_func ("/exchange/pack-check/shipped-packs-have-nothing-to-mend",
                   test_shipped_packs_have_nothing_to_mend);

  return g_test_run ();
}
