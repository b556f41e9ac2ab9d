/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>
#include <glib/gstdio.h>

#include "ctl-run.h"

static GPtrArray *
gather (const char *first,
        va_list     args)
{
  GPtrArray *words = g_ptr_array_new ();

  g_ptr_array_add (words, (char *) g_getenv ("ATLASCTL"));
  for (const char *word = first; word != NULL; word = va_arg (args, const char *))
    g_ptr_array_add (words, (char *) word);

  return words;
}

static int
run (GPtrArray  *words,
     const char *input,
     char      **output,
     char      **complaint)
{
  g_autoptr(GSubprocess) process = NULL;
  g_autoptr(GError) error = NULL;

  g_ptr_array_add (words, NULL);
  process = g_subprocess_newv ((const char * const *) words->pdata,
                               G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                               G_SUBPROCESS_FLAGS_STDERR_PIPE, &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, input, NULL, output, complaint, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));

  return g_subprocess_get_exit_status (process);
}

/* Runs a command with @input on its standard input; gives its exit code. */
int
ctl_run (const char *input,
         char      **output,
         char      **complaint,
         const char *first,
         ...)
{
  g_autoptr(GPtrArray) words = NULL;
  g_autofree char *out = NULL;
  g_autofree char *err = NULL;
  va_list args;
  int code;

  va_start (args, first);
  words = gather (first, args);
  va_end (args);

  code = run (words, input, &out, &err);
  if (output != NULL)
    *output = g_steal_pointer (&out);
  if (complaint != NULL)
    *complaint = g_steal_pointer (&err);

  return code;
}

/* The same for words with spaces between, on no store and without input. */
int
ctl_run_line (const char *line,
              char      **output,
              char      **complaint)
{
  g_auto(GStrv) parts = g_strsplit (line, " ", -1);
  g_autoptr(GPtrArray) words = g_ptr_array_new ();

  g_ptr_array_add (words, (char *) g_getenv ("ATLASCTL"));
  for (guint i = 0; parts[i] != NULL && *line != '\0'; i++)
    g_ptr_array_add (words, parts[i]);

  return run (words, NULL, output, complaint);
}

/* Runs a command on the demonstration that must be done; gives the one JSON object it prints. */
json_t *
ctl_ask (Ctl        *ctl,
         const char *first,
         ...)
{
  g_autoptr(GPtrArray) words = NULL;
  g_autofree char *out = NULL;
  g_autofree char *err = NULL;
  g_autoptr(GError) error = NULL;
  json_t *object;
  va_list args;
  int code;

  va_start (args, first);
  words = gather (first, args);
  va_end (args);
  g_ptr_array_add (words, (char *) "--data");
  g_ptr_array_add (words, ctl->folder);
  g_ptr_array_add (words, (char *) "--format");
  g_ptr_array_add (words, (char *) "json");

  code = run (words, NULL, &out, &err);
  g_assert_cmpstr (err, ==, "");
  g_assert_cmpint (code, ==, 0);
  object = atlas_json_parse (out, -1, &error);
  g_assert_no_error (error);

  return object;
}

char *
ctl_write_file (Ctl        *ctl,
                const char *name,
                const char *text)
{
  char *path = g_build_filename (ctl->place, name, NULL);
  g_autoptr(GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);

  return path;
}

void
ctl_set_up (Ctl          *ctl,
            gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  int code;

  ctl->place = g_dir_make_tmp ("atlas-ctl-XXXXXX", &error);
  g_assert_no_error (error);
  ctl->folder = g_build_filename (ctl->place, "store", NULL);
  code = ctl_run (NULL, NULL, NULL, "init", "--pack", "hertfordshire", "--demo", "--children", "60",
                  "--seed", "7", "--as-of", "2026-11-20", "--data", ctl->folder, NULL);
  g_assert_cmpint (code, ==, 0);
}

static void
remove_all (const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_all (child);
    }

  g_remove (path);
}

void
ctl_tear_down (Ctl          *ctl,
               gconstpointer data)
{
  remove_all (ctl->place);
  g_free (ctl->place);
  g_free (ctl->folder);
}

/* How many rows an answer has. */
gsize
ctl_count (json_t     *object,
           const char *rows)
{
  json_t *array = json_object_get (object, rows);

  g_assert_true (json_is_array (array));

  return json_array_size (array);
}
