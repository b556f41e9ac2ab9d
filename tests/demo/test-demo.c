/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "demo/atlas-county.h"

#include <string.h>

#include "base/atlas-error.h"
#include "base/atlas-upn.h"
#include "records/atlas-blob.h"
#include "rules/atlas-day6.h"
#include "rules/atlas-return-window.h"
#include "rules/atlas-school-year.h"

#define AS_OF atlas_date_new (2026, 11, 20)

typedef struct {
  GPtrArray  *pack;
  GPtrArray  *records;
  GHashTable *by_id;            /* of pack and records */
  AtlasDate   as_of;
} Made;

static GPtrArray *
read_pack (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AtlasPack) pack = atlas_pack_open ("hertfordshire", &error);
  g_autoptr(AtlasImport) import = NULL;
  GPtrArray *records = g_ptr_array_new_with_free_func (g_object_unref);
  guint n_types;
  const AtlasType * const *types = atlas_types (&n_types);

  g_assert_no_error (error);
  import = atlas_pack_read (pack, NULL);
  for (guint i = 0; i < n_types; i++)
    {
      GPtrArray *some = atlas_import_make_records (import, types[i], &error);

      g_assert_no_error (error);
      g_ptr_array_extend_and_steal (records, some);
    }

  return records;
}

static void
index_records (Made      *made,
               GPtrArray *records)
{
  for (guint i = 0; i < records->len; i++)
    {
      AtlasRecord *record = g_ptr_array_index (records, i);

      g_hash_table_insert (made->by_id, (char *) atlas_record_get_id (record), record);
    }
}

/* Takes the pack. */
static Made *
make_round (GPtrArray *pack,
            guint      children,
            guint64    seed,
            AtlasDate  as_of)
{
  AtlasDemoOptions options = { children, seed, as_of };
  g_autoptr(GError) error = NULL;
  Made *made = g_new0 (Made, 1);

  made->as_of = as_of;
  made->pack = pack;
  made->records = atlas_demo_make (&options, made->pack, &error);
  g_assert_no_error (error);
  made->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  index_records (made, made->pack);
  index_records (made, made->records);

  return made;
}

static Made *
make (guint     children,
      guint64   seed,
      AtlasDate as_of)
{
  return make_round (read_pack (), children, seed, as_of);
}

static void
made_free (Made *made)
{
  g_hash_table_unref (made->by_id);
  g_ptr_array_unref (made->records);
  g_ptr_array_unref (made->pack);
  g_free (made);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Made, made_free)

static gboolean
is_type (AtlasRecord     *record,
         const AtlasType *type)
{
  return atlas_record_get_record_type (record) == type;
}

static guint
count_type (Made            *made,
            const AtlasType *type)
{
  guint n = 0;

  for (guint i = 0; i < made->records->len; i++)
    n += is_type (g_ptr_array_index (made->records, i), type);

  return n;
}

static char *
all_as_text (GPtrArray *records)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < records->len; i++)
    {
      AtlasRecord *record = g_ptr_array_index (records, i);
      g_autoptr(json_t) fields = atlas_record_to_fields (record);
      g_autofree char *one = atlas_json_to_text (fields);

      g_string_append_printf (text, "%s %s\n", atlas_record_get_id (record), one);
    }

  return g_string_free (text, FALSE);
}

/* T025, T026: a county that has areas and no partnerships, and says how many schools it has */
static void
test_a_county_without_partnerships_has_schools_in_its_areas (void)
{
  GPtrArray *pack = read_pack ();
  g_autoptr(Made) made = NULL;
  g_autoptr(GHashTable) areas = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(json_t) figure = json_pack ("{s:s, s:s, s:s, s:i}", "series", "schools", "period",
                                        "2015", "whom", "total", "value", 78);

  for (guint i = pack->len; i > 0; i--)
    if (is_type (g_ptr_array_index (pack, i - 1), &atlas_partnership_type))
      g_ptr_array_remove_index (pack, i - 1);
  g_ptr_array_add (pack, atlas_record_new (&atlas_figure_type,
                                           "01900000-0000-7000-8000-000000000001", 0, figure,
                                           NULL));
  made = make_round (pack, 60, 1, AS_OF);

  g_assert_cmpuint (count_type (made, &atlas_establishment_type), ==, 78);
  g_assert_cmpuint (count_type (made, &atlas_membership_type), ==, 0);
  g_assert_cmpuint (count_type (made, &atlas_child_type), ==, 60);
  for (guint i = 0; i < made->records->len; i++)
    {
      AtlasRecord *record = g_ptr_array_index (made->records, i);

      if (is_type (record, &atlas_establishment_type))
        g_hash_table_add (areas, ((AtlasEstablishment *) record)->area);
    }
  g_assert_cmpuint (g_hash_table_size (areas), ==, 9);
}

static void
test_equal_seeds_give_equal_records (void)
{
  g_autoptr(Made) one = make (120, 7, AS_OF);
  g_autoptr(Made) two = make (120, 7, AS_OF);
  g_autoptr(Made) other = make (120, 8, AS_OF);
  g_autofree char *text_one = all_as_text (one->records);
  g_autofree char *text_two = all_as_text (two->records);
  g_autofree char *text_other = all_as_text (other->records);

  g_assert_cmpstr (text_one, ==, text_two);
  g_assert_cmpstr (text_one, !=, text_other);
}

/* What a record stands on: the body that it says something about. */
static AtlasRecord *
body_of (Made        *made,
         AtlasRecord *record)
{
  const char *id = NULL;

  if (is_type (record, &atlas_exclusion_type))
    id = ((AtlasExclusion *) record)->establishment;
  else if (is_type (record, &atlas_child_type))
    id = ((AtlasChild *) record)->establishment;
  else if (is_type (record, &atlas_referral_type))
    id = ((AtlasReferral *) record)->asked;
  else if (is_type (record, &atlas_offer_type))
    id = ((AtlasOffer *) record)->provision;
  else if (is_type (record, &atlas_hold_type))
    id = ((AtlasHold *) record)->provision;
  else if (is_type (record, &atlas_placement_type))
    id = ((AtlasPlacement *) record)->provision;
  else if (is_type (record, &atlas_check_type))
    id = ((AtlasCheck *) record)->provision;
  else if (is_type (record, &atlas_contract_type))
    id = ((AtlasContract *) record)->provision;
  else if (is_type (record, &atlas_meeting_type))
    id = ((AtlasMeeting *) record)->panel;
  else
    return NULL;

  return id != NULL ? g_hash_table_lookup (made->by_id, id) : NULL;
}

static gboolean
is_invented (AtlasRecord *record)
{
  const AtlasField *field = atlas_type_field (atlas_record_get_record_type (record), "invented");
  g_autoptr(json_t) value = field != NULL ? atlas_record_get_value (record, field) : NULL;

  return json_is_true (value);
}

static void
test_children_attach_only_to_invented_bodies (void)
{
  g_autoptr(Made) made = make (400, 1, AS_OF);
  guint n_bodies = 0;

  for (guint i = 0; i < made->records->len; i++)
    {
      AtlasRecord *record = g_ptr_array_index (made->records, i);
      AtlasRecord *body = body_of (made, record);

      if (body == NULL)
        continue;

      n_bodies++;
      g_assert_true (is_invented (body));
      g_assert_true (is_invented (record));
    }

  g_assert_cmpuint (n_bodies, >, 800);
}

static AtlasReturn *
last_return (Made       *made,
             const char *place)
{
  AtlasReturn *last = NULL;

  for (guint i = 0; i < made->records->len; i++)
    {
      AtlasRecord *record = g_ptr_array_index (made->records, i);
      AtlasReturn *one = (AtlasReturn *) record;

      if (is_type (record, &atlas_return_type) && g_str_equal (one->place, place) &&
          (last == NULL || one->as_at > last->as_at))
        last = one;
    }

  return last;
}

/* Of a real provision: how full and how late; of the invented ones: how many are either. */
static void
check_place (Made       *made,
             AtlasPlace *place,
             guint      *n_late,
             guint      *n_over)
{
  static const AtlasReturnWindow usual = { 0 };
  AtlasRecord *provision = g_hash_table_lookup (made->by_id, place->provision);
  AtlasReturn *last = last_return (made, atlas_record_get_id (ATLAS_RECORD (place)));
  gboolean is_late;
  gboolean is_over;

  g_assert_nonnull (last);
  g_assert_true (last->invented);
  is_late = atlas_return_is_late (&usual, last->as_at, made->as_of);
  is_over = last->on_roll > place->commissioned;
  if (is_invented (provision))
    {
      *n_late += is_late;
      *n_over += is_over;
      return;
    }

  g_assert_false (is_late);
  g_assert_false (is_over);
}

static void
test_nothing_adverse_is_said_of_real_provisions (void)
{
  for (guint seed = 0; seed < 5; seed++)
    {
      g_autoptr(Made) made = make (400, seed, AS_OF);
      guint n_late = 0;
      guint n_over = 0;
      guint n_places = 0;

      for (guint i = 0; i < made->pack->len; i++)
        {
          AtlasRecord *record = g_ptr_array_index (made->pack, i);

          if (is_type (record, &atlas_place_type))
            check_place (made, (AtlasPlace *) record, &n_late, &n_over);
        }
      for (guint i = 0; i < made->records->len; i++)
        {
          AtlasRecord *record = g_ptr_array_index (made->records, i);

          if (!is_type (record, &atlas_place_type))
            continue;
          check_place (made, (AtlasPlace *) record, &n_late, &n_over);
          g_assert_true (is_invented (record));
          n_places++;
        }

      g_assert_cmpuint (n_places, >, 40);
      g_assert_cmpuint (n_late, >, 0);
      g_assert_cmpuint (n_over, ==, 1);
    }
}

static AtlasCalendar *
calendar_of (Made       *made,
             const char *school)
{
  g_autoptr(GArray) ranges = g_array_new (FALSE, FALSE, sizeof (AtlasCalendarDayRange));
  GPtrArray *lists[] = { made->pack, made->records };

  for (gsize l = 0; l < G_N_ELEMENTS (lists); l++)
    for (guint i = 0; i < lists[l]->len; i++)
      {
        AtlasCalendarRange *record = g_ptr_array_index (lists[l], i);
        AtlasCalendarDayRange range = { 0 };

        if (!is_type (ATLAS_RECORD (record), &atlas_calendar_range_type) ||
            (record->establishment != NULL && !g_str_equal (record->establishment, school)))
          continue;

        g_assert_true (atlas_calendar_kind_parse (record->kind, &range.kind));
        range.days = record->days;
        range.note = record->note;
        range.is_county = record->establishment == NULL;
        g_array_append_val (ranges, range);
      }

  return atlas_calendar_new ((AtlasCalendarDayRange *) ranges->data, ranges->len);
}

static AtlasClock
read_clock (Made           *made,
            AtlasExclusion *exclusion)
{
  g_autoptr(AtlasCalendar) calendar = calendar_of (made, exclusion->establishment);
  g_autoptr(AtlasDay6) day6 = NULL;
  AtlasExclusionCase one = {
    .is_permanent = g_str_equal (exclusion->kind, "PERM"),
    .from = exclusion->from,
    .sessions = (guint) exclusion->sessions,
    .to = ATLAS_DATE_NONE,
  };
  AtlasDay6Case day6_case = {
    .exclusions = &one, .n_exclusions = 1, .education_started = exclusion->education_started,
  };

  g_assert_true (atlas_day_session_parse (exclusion->session, &one.session));
  day6 = atlas_day6_new (calendar, &day6_case, made->as_of);

  return atlas_day6_status (day6, made->as_of).clock;
}

/* Counts where the clocks stand, and looks at each that is late. */
static void
count_clocks (Made  *made,
              guint *n_open,
              guint *n_late,
              guint *n_met)
{
  for (guint i = 0; i < made->records->len; i++)
    {
      AtlasExclusion *exclusion = g_ptr_array_index (made->records, i);
      AtlasClock clock;

      if (!is_type (ATLAS_RECORD (exclusion), &atlas_exclusion_type) ||
          exclusion->from < made->as_of - 120)
        continue;

      clock = read_clock (made, exclusion);
      *n_open += clock.state == ATLAS_CLOCK_DUE || clock.state == ATLAS_CLOCK_RUNNING;
      *n_met += clock.state == ATLAS_CLOCK_MET;
      if (clock.state == ATLAS_CLOCK_MET)
        g_assert_cmpint (clock.days_late, ==, 0);
      if (clock.state != ATLAS_CLOCK_LATE)
        continue;

      /* The county exists, so what it owes is never late. */
      g_assert_cmpint (clock.rule->owed_by, ==, ATLAS_OWED_BY_SCHOOL);
      *n_late += 1;
    }
}

static void
test_today_is_never_empty (void)
{
  const AtlasDate days[] = {
    AS_OF, atlas_date_new (2026, 11, 22), atlas_date_new (2026, 12, 25),
    atlas_date_new (2027, 1, 1), atlas_date_new (2026, 10, 28), atlas_date_new (2026, 8, 12),
    atlas_date_new (2027, 3, 29), atlas_date_new (2027, 7, 21), atlas_date_new (2027, 9, 2),
    atlas_date_new (2016, 5, 1), atlas_date_new (2035, 4, 20), atlas_date_new (2028, 2, 29),
  };

  for (guint seed = 0; seed < 20; seed++)
    {
      AtlasDate as_of = days[seed % G_N_ELEMENTS (days)];
      g_autoptr(Made) made = make (60, seed, as_of);
      g_autofree char *day = atlas_date_format (as_of);
      guint n_open = 0;
      guint n_late = 0;
      guint n_met = 0;

      count_clocks (made, &n_open, &n_late, &n_met);
      g_test_message ("%s, seed %u: %u open, %u late, %u met", day, seed, n_open, n_late, n_met);
      g_assert_cmpuint (n_open, >=, 5);
      g_assert_cmpuint (n_late, >=, 1);
      g_assert_cmpuint (n_met, >=, 3);
    }
}

static void
test_panels_meet_before_and_after (void)
{
  g_autoptr(Made) made = make (50, 3, AS_OF);
  guint n_held = 0;
  guint n_planned = 0;

  for (guint i = 0; i < made->records->len; i++)
    {
      AtlasMeeting *meeting = g_ptr_array_index (made->records, i);

      if (!is_type (ATLAS_RECORD (meeting), &atlas_meeting_type))
        continue;

      g_assert_cmpint (atlas_date_weekday (meeting->on), <=, 5);
      g_assert_cmpstr (meeting->step, ==, meeting->on < AS_OF ? "held" : "planned");
      n_held += meeting->on < AS_OF;
      n_planned += meeting->on > AS_OF && meeting->on <= AS_OF + 14;
    }

  g_assert_cmpuint (n_held, >=, 5);
  g_assert_cmpuint (n_planned, >=, 5);
}

static void
test_referrals_at_panel_name_their_panel (void)
{
  g_autoptr(Made) made = make (400, 3, AS_OF);
  guint n_waiting = 0;

  for (guint i = 0; i < made->records->len; i++)
    {
      AtlasReferral *referral = g_ptr_array_index (made->records, i);

      if (!is_type (ATLAS_RECORD (referral), &atlas_referral_type) ||
          !g_str_equal (referral->step, "panel"))
        continue;

      g_assert_nonnull (referral->panel);
      n_waiting++;
    }

  g_assert_cmpuint (n_waiting, >=, 5);
  g_assert_cmpuint (count_type (made, &atlas_conflict_type), ==, 1);
}

static void
test_children_are_made_up_with_care (void)
{
  g_autoptr(Made) made = make (3000, 2, AS_OF);
  g_autoptr(GHashTable) upns = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < made->records->len; i++)
    {
      AtlasChild *child = g_ptr_array_index (made->records, i);

      if (!is_type (ATLAS_RECORD (child), &atlas_child_type))
        continue;

      g_assert_true (atlas_upn_is_valid (child->upn));
      g_assert_true (g_hash_table_add (upns, child->upn));
      g_assert_cmpint (strncmp (child->upn + 1, "00", 2), ==, 0);
      g_assert_cmpint (child->upn[3], >=, '1');
      g_assert_cmpint (child->upn[3], <=, '5');
    }

  g_assert_cmpuint (g_hash_table_size (upns), ==, 3000);
}

static void
test_any_number_of_children (void)
{
  const guint numbers[] = { 0, 1, 2, 9, 401 };

  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autoptr(Made) made = make (numbers[i], 5, AS_OF);

      g_assert_cmpuint (count_type (made, &atlas_child_type), ==, numbers[i]);
      g_assert_cmpuint (count_type (made, &atlas_referral_type), ==, numbers[i]);
      g_assert_cmpuint (count_type (made, &atlas_establishment_type), ==, 500);
    }
}

static void
check_refs (AtlasRecord *record,
            GHashTable  *seen)
{
  const AtlasType *type = atlas_record_get_record_type (record);

  for (guint i = 0; i < type->n_fields; i++)
    {
      const AtlasField *field = &type->fields[i];
      const char *id = field->kind == ATLAS_KIND_REF ? atlas_record_get_text (record, field->name)
                                                     : NULL;

      g_assert_true (id == NULL || g_hash_table_contains (seen, id));
    }
}

static void
test_records_come_after_those_they_name (void)
{
  g_autoptr(Made) made = make (200, 4, AS_OF);
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < made->pack->len; i++)
    g_hash_table_add (seen, (char *) atlas_record_get_id (g_ptr_array_index (made->pack, i)));

  for (guint i = 0; i < made->records->len; i++)
    {
      AtlasRecord *record = g_ptr_array_index (made->records, i);

      check_refs (record, seen);
      g_hash_table_add (seen, (char *) atlas_record_get_id (record));
    }
}

/* The file is what the record says, and its first line says what it is. */
static void
test_documents_have_their_files (void)
{
  g_autoptr(Made) made = make (400, 1, AS_OF);
  guint n = 0;

  for (guint i = 0; i < made->records->len; i++)
    {
      AtlasRecord *record = g_ptr_array_index (made->records, i);
      g_autoptr(GBytes) file = atlas_demo_write_file (record);
      g_autofree char *name = NULL;
      AtlasDocumentRecord *document;
      AtlasReferral *referral;
      AtlasBlob blob;

      g_assert_true ((file != NULL) == is_type (record, &atlas_document_type));
      if (file == NULL)
        continue;

      n++;
      document = (AtlasDocumentRecord *) record;
      referral = g_hash_table_lookup (made->by_id, document->referral);
      name = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, file);
      g_assert_true (atlas_blob_read (document->file, &blob));
      g_assert_cmpstr (blob.blob, ==, name);
      g_assert_cmpint (blob.size, ==, g_bytes_get_size (file));
      g_assert_true (g_str_has_prefix (g_bytes_get_data (file, NULL), "Invented "));
      g_assert_true (document->invented && referral->invented);
      g_assert_cmpstr (referral->child, ==, document->child);
    }

  g_assert_cmpuint (n, >, 20);
}

static void
test_what_cannot_be_made_is_refused (void)
{
  g_autoptr(GPtrArray) pack = read_pack ();
  g_autoptr(GPtrArray) empty = g_ptr_array_new ();
  AtlasDemoOptions options = { ATLAS_DEMO_CHILDREN_MAX + 1, 1, AS_OF };
  GError *error = NULL;

  g_assert_null (atlas_demo_make (&options, pack, &error));
  g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID);
  g_clear_error (&error);

  options.children = 5;
  g_assert_null (atlas_demo_make (&options, empty, &error));
  g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID);
  g_clear_error (&error);

  options.as_of = ATLAS_DATE_NONE;
  g_assert_null (atlas_demo_make (&options, pack, &error));
  g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID);
  g_clear_error (&error);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/demo/a-county-without-partnerships-has-schools-in-its-areas",
                   test_a_county_without_partnerships_has_schools_in_its_areas);
  g_test_add_func ("/demo/equal-seeds-give-equal-records", test_equal_seeds_give_equal_records);
  g_test_add_func ("/demo/children-attach-only-to-invented-bodies",
                   test_children_attach_only_to_invented_bodies);
  g_test_add_func ("/demo/nothing-adverse-is-said-of-real-provisions",
                   test_nothing_adverse_is_said_of_real_provisions);
  g_test_add_func ("/demo/today-is-never-empty", test_today_is_never_empty);
  g_test_add_func ("/demo/panels-meet-before-and-after", test_panels_meet_before_and_after);
  g_test_add_func ("/demo/referrals-at-panel-name-their-panel",
                   test_referrals_at_panel_name_their_panel);
  g_test_add_func ("/demo/children-are-made-up-with-care", test_children_are_made_up_with_care);
  g_test_add_func ("/demo/any-number-of-children", test_any_number_of_children);
  g_test_add_func ("/demo/records-come-after-those-they-name",
                   test_records_come_after_those_they_name);
  g_test_add_func ("/demo/documents-have-their-files", test_documents_have_their_files);
  g_test_add_func ("/demo/what-cannot-be-made-is-refused", test_what_cannot_be_made_is_refused);

  return g_test_run ();
}
