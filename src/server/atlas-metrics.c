/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-metrics.h"

#include <string.h>
#include <unistd.h>

#include "server/atlas-request.h"

/* Upper ends of the classes of duration, in seconds; a last class has no end. */
static const double bounds_s[] = {
  0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
};

static const char * const reasons[] = { "address", "device", "sign-in", "queue", "body" };
static const char * const set_states[] = { "applied", "merged", "parked", "replayed" };

G_STATIC_ASSERT (G_N_ELEMENTS (reasons) == ATLAS_N_REFUSED);
G_STATIC_ASSERT (G_N_ELEMENTS (set_states) == ATLAS_N_SET_COUNTS);

/**
 * AtlasMetrics:
 *
 * Counts what the server does, for whoever watches over it. Labels are routes, methods and states:
 * nothing in them can name a person, a laptop or a record. Used on the main thread.
 *
 * Source: Prometheus, text-based exposition format 0.0.4.
 */
struct _AtlasMetrics
{
  GHashTable *requests;                 /* (element-type utf8 gint64): by labels */
  GHashTable *durations;                /* (element-type utf8 Durations): by route */
  guint64     sets[ATLAS_N_SET_COUNTS];
  guint64     refused[ATLAS_N_REFUSED];
  gint64      start_us;
};

typedef struct {
  guint64 counts[G_N_ELEMENTS (bounds_s) + 1];
  guint64 n;
  double  sum_s;
} Durations;

AtlasMetrics *
atlas_metrics_new (void)
{
  AtlasMetrics *self = g_new0 (AtlasMetrics, 1);

  self->requests = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->durations = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->start_us = g_get_real_time ();
  return self;
}

void
atlas_metrics_free (AtlasMetrics *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->requests);
  g_hash_table_unref (self->durations);
  g_free (self);
}

static void
add_duration (AtlasMetrics *self,
              const char   *route,
              double        seconds)
{
  Durations *durations = g_hash_table_lookup (self->durations, route);
  gsize class = 0;

  if (durations == NULL)
    {
      durations = g_new0 (Durations, 1);
      g_hash_table_insert (self->durations, g_strdup (route), durations);
    }

  while (class < G_N_ELEMENTS (bounds_s) && seconds > bounds_s[class])
    class++;
  durations->counts[class]++;
  durations->n++;
  durations->sum_s += seconds;
}

/**
 * atlas_metrics_count_request:
 * @self: the counts
 * @method: `GET` …, one of a few
 * @route: the pattern that it was for, one of a few
 * @status: of the answer
 * @duration_us: how long the server was busy with it
 *
 * Counts a request that was answered.
 */
void
atlas_metrics_count_request (AtlasMetrics *self,
                             const char   *method,
                             const char   *route,
                             guint         status,
                             gint64        duration_us)
{
  g_autofree char *labels = g_strdup_printf ("method=\"%s\",route=\"%s\",status=\"%u\"", method,
                                             route, status);
  gint64 *count = g_hash_table_lookup (self->requests, labels);

  if (count == NULL)
    {
      count = g_new0 (gint64, 1);
      g_hash_table_insert (self->requests, g_steal_pointer (&labels), count);
    }

  (*count)++;
  add_duration (self, route, (double) duration_us / G_USEC_PER_SEC);
}

/**
 * atlas_metrics_count_sets:
 * @self: the counts
 * @counts: (array fixed-size=4): how many sets of a push were applied, merged, parked, and known
 *   already
 *
 * Counts what became of change sets.
 */
void
atlas_metrics_count_sets (AtlasMetrics *self,
                          const guint  *counts)
{
  for (gsize i = 0; i < ATLAS_N_SET_COUNTS; i++)
    self->sets[i] += counts[i];
}

void
atlas_metrics_count_refused (AtlasMetrics *self,
                             AtlasRefused  why)
{
  self->refused[why]++;
}

static void
add_head (GString    *text,
          const char *name,
          const char *kind,
          const char *help)
{
  g_string_append_printf (text, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, kind);
}

static void
add_gauge (GString    *text,
           const char *name,
           const char *help,
           gint64      value)
{
  add_head (text, name, "gauge", help);
  g_string_append_printf (text, "%s %" G_GINT64_FORMAT "\n", name, value);
}

/* Seconds as Prometheus reads them, in any locale. */
static const char *
seconds_text (char  *buffer,
              gsize  length,
              double seconds)
{
  return g_ascii_formatd (buffer, (int) length, "%.10g", seconds);
}

static GList *
sorted_keys (GHashTable *table)
{
  return g_list_sort (g_hash_table_get_keys (table), (GCompareFunc) strcmp);
}

static void
add_requests (AtlasMetrics *self,
              GString      *text)
{
  g_autoptr(GList) keys = sorted_keys (self->requests);

  add_head (text, "atlas_requests_total", "counter", "Requests that were answered.");
  for (GList *at = keys; at != NULL; at = at->next)
    g_string_append_printf (text, "atlas_requests_total{%s} %" G_GINT64_FORMAT "\n",
                            (char *) at->data,
                            *(gint64 *) g_hash_table_lookup (self->requests, at->data));
}

static void
add_route (GString         *text,
           const char      *route,
           const Durations *durations)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  guint64 up_to = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (bounds_s); i++)
    {
      up_to += durations->counts[i];
      g_string_append_printf (text, "atlas_request_seconds_bucket{route=\"%s\",le=\"%s\"} %"
                              G_GUINT64_FORMAT "\n", route,
                              seconds_text (number, sizeof number, bounds_s[i]), up_to);
    }

  g_string_append_printf (text, "atlas_request_seconds_bucket{route=\"%s\",le=\"+Inf\"} %"
                          G_GUINT64_FORMAT "\n", route, durations->n);
  g_string_append_printf (text, "atlas_request_seconds_sum{route=\"%s\"} %s\n", route,
                          seconds_text (number, sizeof number, durations->sum_s));
  g_string_append_printf (text, "atlas_request_seconds_count{route=\"%s\"} %" G_GUINT64_FORMAT "\n",
                          route, durations->n);
}

static void
add_durations (AtlasMetrics *self,
               GString      *text)
{
  g_autoptr(GList) keys = sorted_keys (self->durations);

  add_head (text, "atlas_request_seconds", "histogram",
            "How long the server was busy with a request, waiting for something new left out.");
  for (GList *at = keys; at != NULL; at = at->next)
    add_route (text, at->data, g_hash_table_lookup (self->durations, at->data));
}

static void
add_counts (GString            *text,
            const char         *name,
            const char         *help,
            const char         *label,
            const char * const *values,
            const guint64      *counts,
            gsize               n)
{
  add_head (text, name, "counter", help);
  for (gsize i = 0; i < n; i++)
    g_string_append_printf (text, "%s{%s=\"%s\"} %" G_GUINT64_FORMAT "\n", name, label, values[i],
                            counts[i]);
}

static gint64
resident_bytes (void)
{
  g_autofree char *text = NULL;
  g_auto(GStrv) parts = NULL;

  if (!g_file_get_contents ("/proc/self/statm", &text, NULL, NULL))
    return 0;

  parts = g_strsplit (text, " ", 3);
  return g_strv_length (parts) < 2 ? 0
      : g_ascii_strtoll (parts[1], NULL, 10) * sysconf (_SC_PAGESIZE);
}

static void
add_gauges (AtlasMetrics      *self,
            GString           *text,
            const AtlasGauges *gauges)
{
  add_gauge (text, "atlas_waiting", "Requests that wait for something new.", gauges->waiting);
  add_gauge (text, "atlas_queue", "Requests that wait for the database.", gauges->queue);
  add_gauge (text, "atlas_connections", "Open connections.", gauges->connections);
  add_gauge (text, "atlas_head_seq", "Number of the last change; -1 if the database is ill.",
             gauges->head);
  add_gauge (text, "atlas_certificate_expiry_timestamp_seconds",
             "When the server's certificate ends; -1 if it cannot be read.",
             gauges->certificate_expiry_s);
  add_gauge (text, "process_resident_memory_bytes", "Memory in use.", resident_bytes ());
  add_gauge (text, "process_start_time_seconds", "When the process began.",
             self->start_us / G_USEC_PER_SEC);
  add_head (text, "atlas_build_info", "gauge", "The program's version.");
  g_string_append (text, "atlas_build_info{version=\"" PACKAGE_VERSION "\"} 1\n");
}

/**
 * atlas_metrics_to_text:
 * @self: the counts
 * @gauges: what is so now
 *
 * Returns: (transfer full): all of it in Prometheus's text format
 */
char *
atlas_metrics_to_text (AtlasMetrics      *self,
                       const AtlasGauges *gauges)
{
  GString *text = g_string_new (NULL);

  add_requests (self, text);
  add_durations (self, text);
  add_counts (text, "atlas_sets_total", "Change sets by what became of them.", "state", set_states,
              self->sets, ATLAS_N_SET_COUNTS);
  add_counts (text, "atlas_refused_total", "Requests refused by a limit.", "limit", reasons,
              self->refused, ATLAS_N_REFUSED);
  add_gauges (self, text, gauges);

  return g_string_free (text, FALSE);
}
