/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-log.h"

#include <stdio.h>
#include <string.h>

#include "base/atlas-date.h"

#define FIELD_PREFIX "ATLAS_"

/* The most that is written, as a level; read by every thread. */
static int least = G_LOG_LEVEL_INFO;

static gboolean has_journal;

static const struct {
  const char    *name;
  GLogLevelFlags level;
} levels[] = {
  { "debug", G_LOG_LEVEL_DEBUG },
  { "info", G_LOG_LEVEL_INFO },
  { "message", G_LOG_LEVEL_MESSAGE },
  { "warning", G_LOG_LEVEL_WARNING },
  { "critical", G_LOG_LEVEL_CRITICAL },
  { "error", G_LOG_LEVEL_ERROR },
};

static const char *
level_name (GLogLevelFlags level)
{
  for (gsize i = 0; i < G_N_ELEMENTS (levels); i++)
    if ((level & levels[i].level) != 0)
      return levels[i].name;

  return "info";
}

static char *
field_text (const GLogField *field)
{
  return field->length < 0 ? g_strdup (field->value)
                           : g_strndup (field->value, (gsize) field->length);
}

/* A value on a line of `key=value`: quoted when it is more than one plain word. */
static void
append_value (GString    *line,
              const char *value)
{
  static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                              "-_./{}:+";

  if (*value != '\0' && strspn (value, plain) == strlen (value))
    {
      g_string_append (line, value);
      return;
    }

  g_string_append_c (line, '"');
  for (const char *at = value; *at != '\0'; at++)
    {
      if (*at == '"' || *at == '\\')
        g_string_append_c (line, '\\');
      g_string_append_c (line, (guchar) *at < ' ' ? ' ' : *at);
    }
  g_string_append_c (line, '"');
}

static void
append_pair (GString         *line,
             const char      *name,
             const GLogField *field)
{
  g_autofree char *value = field_text (field);
  g_autofree char *key = g_ascii_strdown (name, -1);

  g_string_append_printf (line, " %s=", key);
  append_value (line, value);
}

/* Our own fields are the message's content; a message without any is shown itself. */
static char *
line_of (GLogLevelFlags   level,
         const GLogField *fields,
         gsize            n_fields)
{
  g_autofree char *now = atlas_time_now ();
  GString *line = g_string_new (NULL);
  gboolean has_own = FALSE;

  g_string_append_printf (line, "time=%s level=%s", now, level_name (level));
  for (gsize i = 0; i < n_fields; i++)
    if (g_str_has_prefix (fields[i].key, FIELD_PREFIX))
      {
        append_pair (line, fields[i].key + strlen (FIELD_PREFIX), &fields[i]);
        has_own = TRUE;
      }
  for (gsize i = 0; !has_own && i < n_fields; i++)
    if (strcmp (fields[i].key, "MESSAGE") == 0)
      append_pair (line, "message", &fields[i]);

  g_string_append_c (line, '\n');
  return g_string_free (line, FALSE);
}

static GLogWriterOutput
writer (GLogLevelFlags   level,
        const GLogField *fields,
        gsize            n_fields,
        gpointer         user_data)
{
  g_autofree char *line = NULL;

  /* In GLib's order a lower number matters more. */
  if ((int) (level & G_LOG_LEVEL_MASK) > g_atomic_int_get (&least))
    return G_LOG_WRITER_HANDLED;

  if (has_journal &&
      g_log_writer_journald (level, fields, n_fields, NULL) == G_LOG_WRITER_HANDLED)
    return G_LOG_WRITER_HANDLED;

  line = line_of (level, fields, n_fields);
  fputs (line, stderr);
  fflush (stderr);
  return G_LOG_WRITER_HANDLED;
}

/**
 * atlas_log_begin:
 *
 * From here on the program's log goes to the journal with its fields, or, without a journal, to
 * standard error as lines of `key=value`.
 */
void
atlas_log_begin (void)
{
  has_journal = g_log_writer_is_journald (fileno (stderr));
  g_log_set_writer_func (writer, NULL, NULL);
}

/**
 * atlas_log_set:
 * @level: `debug`, `info`, `message` or `warning`
 *
 * Says what the least is that is written.
 */
void
atlas_log_set (const char *level)
{
  for (gsize i = 0; i < G_N_ELEMENTS (levels); i++)
    if (strcmp (levels[i].name, level) == 0)
      g_atomic_int_set (&least, levels[i].level);
}

/**
 * atlas_log_request:
 * @request: a request that has been answered
 *
 * Writes it down: never its query, its body, a header or a name.
 */
void
atlas_log_request (const AtlasLogRequest *request)
{
  g_autofree char *status = g_strdup_printf ("%u", request->status);
  g_autofree char *duration = g_strdup_printf ("%.1f", (double) request->duration_us / 1000);
  g_autofree char *message = g_strdup_printf ("%s %s %s in %s ms", request->method, request->route,
                                              status, duration);
  const GLogField fields[] = {
    { "MESSAGE", message, -1 },
    { "PRIORITY", "6", -1 },                    /* informational, in syslog's numbers */
    { "GLIB_DOMAIN", G_LOG_DOMAIN, -1 },
    { FIELD_PREFIX "REQUEST", request->id, -1 },
    { FIELD_PREFIX "METHOD", request->method, -1 },
    { FIELD_PREFIX "ROUTE", request->route, -1 },
    { FIELD_PREFIX "STATUS", status, -1 },
    { FIELD_PREFIX "MS", duration, -1 },
    { FIELD_PREFIX "DEVICE", request->device, -1 },
  };

  g_log_structured_array (G_LOG_LEVEL_INFO, fields,
                          G_N_ELEMENTS (fields) - (request->device == NULL ? 1 : 0));
}
