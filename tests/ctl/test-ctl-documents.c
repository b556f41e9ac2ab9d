/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "../isolate.h"
#include "ctl-run.h"

static char *
first_referral (Ctl *ctl)
{
  g_autoptr(json_t) list = ctl_ask (ctl, "list", "referral", NULL);
  json_t *record = json_array_get (json_object_get (list, "records"), 0);

  return g_strconcat ("referral/", atlas_json_string (record, "reference"), NULL);
}

static char *
add (Ctl        *ctl,
     const char *path,
     const char *kind)
{
  g_autofree char *route = first_referral (ctl);
  g_autoptr(json_t) added = ctl_ask (ctl, "document", "add", route, path, "--kind", kind, NULL);
  json_t *row = json_array_get (json_object_get (added, "documents"), 0);

  return g_strdup (atlas_json_string (row, "document"));
}

static json_t *
find (json_t     *list,
      const char *id)
{
  json_t *records = json_object_get (list, "records");

  for (gsize i = 0; i < json_array_size (records); i++)
    if (g_strcmp0 (atlas_json_string (json_array_get (records, i), "id"), id) == 0)
      return json_array_get (records, i);

  return NULL;
}

static void
test_a_document_goes_in_and_out (Ctl          *ctl,
                                 gconstpointer data)
{
  g_autofree char *path = ctl_write_file (ctl, "The plan.pdf", "%PDF-1.4 invented");
  g_autofree char *out = g_build_filename (ctl->place, "out.pdf", NULL);
  g_autofree char *id = add (ctl, path, "plan");
  g_autoptr(json_t) list = ctl_ask (ctl, "list", "document", NULL);
  json_t *record = find (list, id);
  json_t *file = json_object_get (record, "file");
  g_autofree char *text = NULL;
  int code;

  g_assert_cmpstr (atlas_json_string (record, "title"), ==, "The plan");
  g_assert_cmpstr (atlas_json_string (record, "kind"), ==, "plan");
  g_assert_true (json_is_true (json_object_get (record, "invented")));
  g_assert_cmpstr (atlas_json_string (file, "name"), ==, "The plan.pdf");
  g_assert_nonnull (strchr (atlas_json_string (file, "media"), '/'));
  g_assert_cmpint (atlas_json_integer (file, "size", 0), ==, 17);

  code = ctl_run (NULL, NULL, NULL, "document", "--data", ctl->folder, "save", id, out, NULL);
  g_assert_cmpint (code, ==, 0);
  g_assert_true (g_file_get_contents (out, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "%PDF-1.4 invented");
}

static void
test_what_cannot_be_added_says_why (Ctl          *ctl,
                                    gconstpointer data)
{
  g_autofree char *path = ctl_write_file (ctl, "a.txt", "a");
  g_autofree char *large = g_build_filename (ctl->place, "large", NULL);
  g_autofree char *route = first_referral (ctl);
  g_autofree char *complaint = NULL;
  g_autofree char *too_large = NULL;
  FILE *file = g_fopen (large, "w");

  g_assert_cmpint (ctl_run (NULL, NULL, &complaint, "document", "--data", ctl->folder, "add", route,
                            path, "--kind", "spaceship", NULL), ==, 2);
  g_assert_nonnull (strstr (complaint, "--kind"));

  g_assert_cmpint (fseek (file, 25 * 1024 * 1024, SEEK_SET), ==, 0);
  g_assert_cmpint (fputc ('x', file), ==, 'x');
  g_assert_cmpint (fclose (file), ==, 0);
  g_assert_cmpint (ctl_run (NULL, NULL, &too_large, "document", "--data", ctl->folder, "add", route,
                            large, "--kind", "plan", NULL), ==, 3);
  g_assert_nonnull (strstr (too_large, "25 MiB"));
}

#define ADD(path, func) \
  g_test_add ("/ctl/documents/" path, Ctl, NULL, ctl_set_up, func, ctl_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, TEST_ISOLATE, NULL);

  ADD ("a-document-goes-in-and-out", test_a_document_goes_in_and_out);
  ADD ("what-cannot-be-added-says-why", test_what_cannot_be_added_says_why);

  return g_test_run ();
}
