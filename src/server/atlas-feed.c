/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-feed.h"

#include <string.h>

#include "server/atlas-service.h"

/* Where an entry's record begins, after its seq. */
#define RECORD_COLUMN 1

/* One list of the feed: the entries of a scope, or its exits. */
typedef struct {
  const char *scope;
  gboolean    are_exits;
} List;

typedef struct {
  AtlasBackend         *backend;
  const AtlasFeedRange *range;
  GArray               *lists;          /* (element-type List): those with an entry in range */
  GPtrArray            *entries;
  gint64                until;          /* no list is read beyond this */
} Reading;

static void
entry_free (AtlasFeedEntry *entry)
{
  if (entry == NULL)
    return;

  atlas_stored_free (entry->stored);
  g_free (entry);
}

static int
compare_numbers (gconstpointer a,
                 gconstpointer b)
{
  const gint64 first = *(const gint64 *) a;
  const gint64 second = *(const gint64 *) b;

  return first < second ? -1 : first > second;
}

static int
compare_entries (gconstpointer a,
                 gconstpointer b)
{
  const AtlasFeedEntry *first = *(AtlasFeedEntry * const *) a;
  const AtlasFeedEntry *second = *(AtlasFeedEntry * const *) b;

  if (first->seq != second->seq)
    return first->seq < second->seq ? -1 : 1;

  return (int) first->is_exit - (int) second->is_exit;
}

static gboolean
add_numbers (Reading    *self,
             const List *list,
             GArray     *numbers,
             GError    **error)
{
  static const char records[] = "SELECT seq FROM record_scope WHERE scope = ?1 AND seq > ?2 "
                                "AND seq <= ?3 ORDER BY seq LIMIT ?4";
  static const char exits[] = "SELECT seq FROM scope_exit WHERE scope = ?1 AND seq > ?2 "
                              "AND seq <= ?3 ORDER BY seq LIMIT ?4";
  g_autoptr(AtlasRows) query = NULL;
  guint n_before = numbers->len;
  AtlasStep step;

  query = atlas_backend_query (self->backend, error, list->are_exits ? exits : records, "tiii",
                               list->scope, self->range->after, self->range->until,
                               (gint64) self->range->limit + 1);
  while ((step = atlas_rows_step (query, error)) == ATLAS_STEP_ROW)
    {
      gint64 seq = atlas_rows_int (query, 0);

      g_array_append_val (numbers, seq);
    }

  if (numbers->len > n_before)
    g_array_append_val (self->lists, *list);
  return step == ATLAS_STEP_DONE;
}

/* Before any record is read: which lists have something, and how far the page goes. */
static gboolean
look_ahead (Reading *self,
            GError **error)
{
  g_autoptr(GArray) numbers = g_array_new (FALSE, FALSE, sizeof (gint64));
  gsize n_once = 0;

  for (gsize i = 0; self->range->scopes[i] != NULL; i++)
    {
      const List records = { self->range->scopes[i], FALSE };
      const List exits = { self->range->scopes[i], TRUE };

      if (!add_numbers (self, &records, numbers, error) ||
          (self->range->with_exits && !add_numbers (self, &exits, numbers, error)))
        return FALSE;
    }

  g_array_sort (numbers, compare_numbers);
  for (guint i = 0; i < numbers->len; i++)
    {
      gint64 seq = g_array_index (numbers, gint64, i);

      if (i > 0 && seq == g_array_index (numbers, gint64, i - 1))
        continue;
      if (n_once++ == self->range->limit)
        {
          self->until = g_array_index (numbers, gint64, i - 1);
          return TRUE;
        }
    }

  return TRUE;
}

static gboolean
add_entry (Reading    *self,
           const List *list,
           AtlasRows  *query,
           gsize      *n_bytes,
           GError    **error)
{
  AtlasFeedEntry *entry;
  AtlasStored *stored = NULL;

  if (!atlas_stored_read_text (query, RECORD_COLUMN, &stored, error))
    return FALSE;
  if (stored == NULL)
    return TRUE;

  entry = g_new0 (AtlasFeedEntry, 1);
  entry->seq = atlas_rows_int (query, 0);
  entry->is_exit = list->are_exits;
  entry->stored = stored;
  g_ptr_array_add (self->entries, entry);
  *n_bytes += strlen (stored->fields_text);
  return TRUE;
}

/* A list is read in one go; one whose records alone would fill a page ends the page. */
static gboolean
add_records (Reading    *self,
             const List *list,
             GError    **error)
{
  static const char records[] =
    "SELECT feed.seq, " ATLAS_STORED_COLUMNS " FROM record_scope AS feed JOIN record "
    "ON record.type = feed.type AND record.id = feed.id WHERE feed.scope = ?1 "
    "AND feed.seq > ?2 AND feed.seq <= ?3 ORDER BY feed.seq";
  static const char exits[] =
    "SELECT feed.seq, " ATLAS_STORED_COLUMNS " FROM scope_exit AS feed JOIN record "
    "ON record.type = feed.type AND record.id = feed.id WHERE feed.scope = ?1 "
    "AND feed.seq > ?2 AND feed.seq <= ?3 ORDER BY feed.seq";
  g_autoptr(AtlasRows) query = NULL;
  gsize n_bytes = 0;
  AtlasStep step;

  query = atlas_backend_query (self->backend, error, list->are_exits ? exits : records, "tii",
                               list->scope, self->range->after, self->until);
  while ((step = atlas_rows_step (query, error)) == ATLAS_STEP_ROW)
    {
      if (!add_entry (self, list, query, &n_bytes, error))
        return FALSE;
      if (n_bytes < ATLAS_LIMIT_PAGE_BYTES)
        continue;

      self->until = atlas_rows_int (query, 0);
      return TRUE;
    }

  return step == ATLAS_STEP_DONE;
}

/* A record that several scopes share stands in the list of each. */
static GPtrArray *
take_once (Reading *self)
{
  GPtrArray *once = g_ptr_array_new_with_free_func ((GDestroyNotify) entry_free);
  gint64 last = -1;

  g_ptr_array_sort (self->entries, compare_entries);
  for (guint i = 0; i < self->entries->len; i++)
    {
      AtlasFeedEntry *entry = g_ptr_array_index (self->entries, i);

      if (entry->seq == last || entry->seq > self->until)
        continue;
      last = entry->seq;
      g_ptr_array_index (self->entries, i) = NULL;
      g_ptr_array_add (once, entry);
    }

  return once;
}

/**
 * atlas_feed_list:
 * @backend: where records are kept
 * @range: which part of the order
 * @reached: (out): all entries up to this number were read; the range's end if there are no more
 * @error: return location for an error
 *
 * Reads the next entries of some scopes in the server's order, each once, with their records: as
 * many questions as there are scopes, not records.
 *
 * Returns: (transfer full) (element-type AtlasFeedEntry): the entries
 */
GPtrArray *
atlas_feed_list (AtlasBackend         *backend,
                 const AtlasFeedRange *range,
                 gint64               *reached,
                 GError              **error)
{
  g_autoptr(GArray)    lists = g_array_new (FALSE, FALSE, sizeof (List));
  g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify) entry_free);
  Reading self = { backend, range, lists, entries, range->until };

  if (!look_ahead (&self, error))
    return NULL;
  for (guint i = 0; i < lists->len; i++)
    if (!add_records (&self, &g_array_index (lists, List, i), error))
      return NULL;

  *reached = self.until;
  return take_once (&self);
}
