/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "records/atlas-codes.h"
#include "rules/atlas-attendance.h"

#define CHILD "01890000-0000-7000-8000-000000000003"

static GPtrArray *
sessions_with (const char * const *codes,
               const char         *first_day)
{
  GPtrArray *sessions = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; codes[i] != NULL; i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *on = atlas_date_format (atlas_date_parse (first_day) + (AtlasDate) i / 2);
      g_autofree char *id = g_strdup_printf ("01890000-0000-7000-8000-%012u", i);
      g_autoptr(json_t) fields = json_pack ("{s:s, s:s, s:s, s:s}", "child", CHILD, "on", on,
                                            "session", i % 2 == 0 ? "am" : "pm", "code", codes[i]);

      g_ptr_array_add (sessions, atlas_record_new (&atlas_attendance_type, id, 0, fields, &error));
      g_assert_no_error (error);
    }

  return sessions;
}

/* A code counts as what the set says that it means; the rest are not possible sessions. */
static void
sessions_count_by_what_codes_mean (void)
{
  const char *codes[] = { "/", "\\", "L", "B", "C2", "I", "O", "N", "X", "#", "D", "Y1", NULL };
  AtlasDateRange always = { ATLAS_DATE_NONE, ATLAS_DATE_NONE };
  g_autoptr(GPtrArray) sessions = sessions_with (codes, "2026-11-23");
  AtlasAttendanceCount count = atlas_attendance_count (sessions, always);

  g_assert_cmpuint (count.present, ==, 4);
  g_assert_cmpuint (count.agreed, ==, 2);
  g_assert_cmpuint (count.not_agreed, ==, 2);
  g_assert_cmpuint (count.not_counted, ==, 4);
  g_assert_cmpuint (atlas_attendance_possible (&count), ==, 8);
  g_assert_cmpfloat_with_epsilon (atlas_attendance_rate (&count), 0.5, 1e-9);
}

static void
only_the_days_asked_for_count (void)
{
  const char *codes[] = { "/", "\\", "O", "O", NULL };
  AtlasDateRange first = { atlas_date_parse ("2026-11-23"), atlas_date_parse ("2026-11-23") };
  g_autoptr(GPtrArray) sessions = sessions_with (codes, "2026-11-23");
  AtlasAttendanceCount count = atlas_attendance_count (sessions, first);

  g_assert_cmpuint (count.present, ==, 2);
  g_assert_cmpuint (count.not_agreed, ==, 0);
}

/* No code means two things, and what means something is a code. */
static void
each_code_means_one_thing (void)
{
  static const char * const sets[] = {
    "attendance-present", "attendance-agreed", "attendance-not-agreed",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (sets); i++)
    {
      g_autoptr(GPtrArray) codes = atlas_codes_list (sets[i]);

      g_assert_cmpuint (codes->len, >, 0);
      for (guint j = 0; j < codes->len; j++)
        {
          const AtlasCode *code = g_ptr_array_index (codes, j);

          g_assert_nonnull (atlas_codes_find ("attendance-code", code->code));
          for (gsize k = 0; k < i; k++)
            g_assert_null (atlas_codes_find (sets[k], code->code));
        }
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/attendance/sessions-count-by-what-codes-mean",
                   sessions_count_by_what_codes_mean);
  g_test_add_func ("/attendance/only-the-days-asked-for-count", only_the_days_asked_for_count);
  g_test_add_func ("/attendance/each-code-means-one-thing", each_code_means_one_thing);

  return g_test_run ();
}
