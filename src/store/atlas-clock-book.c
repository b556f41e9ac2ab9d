/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-store"

#include "config.h"

#include "store/atlas-clock-book.h"

#include <string.h>

#include "rules/atlas-school-year.h"
#include "store/atlas-case-reader.h"
#include "store/atlas-store-private.h"

#define ALL "county"

/* So many children changed are read one by one; more are read with all the others. */
#define CHANGED_MAX 500

/* The most days that a county may set, so that a slip of the pen is not taken for a number. */
#define LIMIT_MOST  1000

struct _AtlasClockBook
{
  AtlasDate   on;
  gint64      change;           /* number of the last change set that is in it */
  gint64      loaded;           /* last row of what is loaded without a history */
  GHashTable *children;         /* (element-type utf8 GArray(AtlasCaseClock)): owed, by child */
  GArray     *provisions;       /* (element-type AtlasCaseClock): owed */
  guint       n_read;           /* children read by the last update */
};

/* What has changed since the book was written. */
typedef struct {
  GHashTable *children;         /* (element-type utf8): ids */
  gboolean    is_all;
} Changes;

AtlasClockBook *
atlas_clock_book_new (void)
{
  AtlasClockBook *self = g_new0 (AtlasClockBook, 1);

  self->on = ATLAS_DATE_NONE;
  self->children = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                          (GDestroyNotify) g_array_unref);
  self->provisions = g_array_new (FALSE, FALSE, sizeof (AtlasCaseClock));

  return self;
}

void
atlas_clock_book_free (AtlasClockBook *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->children);
  g_array_unref (self->provisions);
  g_free (self);
}

/**
 * atlas_clock_book_get_n_read:
 * @self: a book
 *
 * Returns: how many children's cases the last update read
 */
guint
atlas_clock_book_get_n_read (AtlasClockBook *self)
{
  return self->n_read;
}

void
atlas_clock_line_free (AtlasClockLine *line)
{
  if (line == NULL)
    return;

  g_free (line->reference);
  g_free (line->provision);
  g_free (line->name);
  g_free (line->town);
  g_clear_pointer (&line->days, atlas_day_count_free);
  g_free (line);
}

static AtlasCalendar *
calendar_of (const char *establishment,
             gpointer    data)
{
  return atlas_calendars_get (data, establishment);
}

static AtlasClockSetting
setting_of (AtlasCalendars   *calendars,
            GHashTable       *limits,
            AtlasReturnWindow returns,
            AtlasDate         on)
{
  return (AtlasClockSetting) {
           .on = on, .calendar_of = calendar_of, .data = calendars, .limits = limits,
           .returns = returns,
  };
}

/* The county's own numbers: `offer-answer=3` in its record. What is no such line is passed over. */
static GHashTable *
read_limits (AtlasStore        *store,
             AtlasReturnWindow *returns,
             GError           **error)
{
  g_autoptr(AtlasQuery) query = atlas_query_new (&atlas_county_type);
  g_autoptr(GPtrArray)  counties = atlas_store_list (store, query, error);
  g_autoptr(GHashTable) limits = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GStrv lines;

  if (counties == NULL)
    return NULL;

  lines = counties->len > 0 ? ((AtlasCounty *) g_ptr_array_index (counties, 0))->thresholds : NULL;
  *returns = atlas_return_window_read ((const char * const *) lines);
  for (guint i = 0; lines != NULL && lines[i] != NULL; i++)
    {
      const char *equals = strchr (lines[i], '=');
      guint64 limit;

      if (equals != NULL &&
          g_ascii_string_to_unsigned (equals + 1, 10, 1, LIMIT_MOST, &limit, NULL))
        g_hash_table_insert (limits, g_strndup (lines[i], (gsize) (equals - lines[i])),
                             GINT_TO_POINTER ((int) limit));
    }

  return g_steal_pointer (&limits);
}

static gboolean
read_number (AtlasStore *store,
             const char *sql,
             gint64     *number,
             GError    **error)
{
  g_autoptr(AtlasStmt) stmt = atlas_db_prepare (atlas_store_get_db (store), sql, error);

  if (stmt == NULL || atlas_stmt_step (stmt, error) != ATLAS_STEP_ROW)
    return FALSE;

  *number = atlas_stmt_get_integer (stmt, 0);
  return TRUE;
}

static void
keep_owed (GArray *clocks)
{
  guint kept = 0;

  for (guint i = 0; i < clocks->len; i++)
    {
      AtlasCaseClock *one = &g_array_index (clocks, AtlasCaseClock, i);

      if (atlas_clock_is_owed (&one->clock))
        g_array_index (clocks, AtlasCaseClock, kept++) = *one;
    }
  g_array_set_size (clocks, kept);
}

/* Writes a child's clocks, and nothing for a child without any. */
static void
write_child (AtlasClockBook          *self,
             const AtlasCase         *file,
             const AtlasClockSetting *setting)
{
  g_autoptr(GArray) clocks = atlas_clocks_run (file, setting);

  self->n_read++;
  keep_owed (clocks);
  if (clocks->len > 0)
    g_hash_table_insert (self->children,
                         g_strdup (g_array_index (clocks, AtlasCaseClock, 0).owner),
                         g_array_ref (clocks));
}

static gboolean
read_children (AtlasClockBook          *self,
               AtlasStore              *store,
               const char              *child,
               const AtlasClockSetting *setting,
               GError                 **error)
{
  g_autoptr(AtlasCaseReader) reader = atlas_case_reader_new (store, child, error);
  g_autoptr(AtlasCase)       file = atlas_case_new ();
  g_autoptr(GError)          fault = NULL;

  if (reader == NULL)
    return FALSE;

  while (atlas_case_reader_next (reader, file, &fault))
    write_child (self, file, setting);
  if (fault == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&fault));
  return FALSE;
}

static gboolean
read_provisions (AtlasClockBook          *self,
                 AtlasStore              *store,
                 const AtlasClockSetting *setting,
                 GError                 **error)
{
  g_autoptr(GPtrArray) cases = atlas_store_list_provision_cases (store, error);

  g_array_set_size (self->provisions, 0);
  for (guint i = 0; cases != NULL && i < cases->len; i++)
    atlas_clocks_add_provision (self->provisions, g_ptr_array_index (cases, i), setting);
  keep_owed (self->provisions);

  return cases != NULL;
}

/* Whose record has changed; everybody's when it is deleted, or when it moves a calendar. */
static gboolean
find_owner (AtlasStore *store,
            const char *type,
            const char *id,
            Changes    *changes,
            GError    **error)
{
  const AtlasType *description = atlas_type_find (type);
  g_autofree char *sql = NULL;
  g_autofree char *owner = NULL;
  g_autoptr(AtlasStmt) stmt = NULL;
  AtlasStep step;

  if (g_str_equal (type, "calendar_range") || g_str_equal (type, "establishment") ||
      g_str_equal (type, "county"))
    changes->is_all = TRUE;
  if (description == NULL || changes->is_all)
    return TRUE;

  if (g_str_equal (type, "child"))
    sql = g_strdup ("SELECT ?1");
  else if (g_str_equal (type, "offer"))
    sql = g_strdup ("SELECT r.child FROM offer o JOIN referral r ON r.id = o.referral"
                    " WHERE o.id = ?1");
  else if (atlas_type_field (description, "child") != NULL)
    sql = g_strdup_printf ("SELECT child FROM \"%s\" WHERE id = ?1", type);
  else
    return TRUE;

  stmt = atlas_db_prepare (atlas_store_get_db (store), sql, error);
  if (stmt == NULL)
    return FALSE;

  atlas_stmt_bind_id (stmt, 1, id);
  step = atlas_stmt_step (stmt, error);
  if (step != ATLAS_STEP_ROW)
    changes->is_all = TRUE;
  else if ((owner = atlas_stmt_get_id (stmt, 0)) != NULL)
    g_hash_table_add (changes->children, g_steal_pointer (&owner));

  return step != ATLAS_STEP_ERROR;
}

/* The history says which records change sets have touched, here and on other laptops. */
static gboolean
find_changes (AtlasClockBook *self,
              AtlasStore     *store,
              Changes        *changes,
              GError        **error)
{
  g_autoptr(AtlasStmt) stmt = NULL;
  AtlasStep step;

  stmt = atlas_db_prepare (atlas_store_get_db (store),
                           "SELECT json_extract (o.value, '$.type'), json_extract (o.value, '$.id')"
                           " FROM history h, json_each (h.ops) o WHERE h.k > ?1", error);
  if (stmt == NULL)
    return FALSE;

  atlas_stmt_bind_integer (stmt, 1, self->change);
  while ((step = atlas_stmt_step (stmt, error)) == ATLAS_STEP_ROW)
    if (!find_owner (store, atlas_stmt_get_text (stmt, 0), atlas_stmt_get_text (stmt, 1), changes,
                     error))
      return FALSE;
  if (g_hash_table_size (changes->children) > CHANGED_MAX)
    changes->is_all = TRUE;

  return step == ATLAS_STEP_DONE;
}

static gboolean
read_changed (AtlasClockBook          *self,
              AtlasStore              *store,
              GHashTable              *children,
              const AtlasClockSetting *setting,
              GError                 **error)
{
  GHashTableIter iter;
  gpointer child;

  g_hash_table_iter_init (&iter, children);
  while (g_hash_table_iter_next (&iter, &child, NULL))
    {
      g_hash_table_remove (self->children, child);
      if (!read_children (self, store, child, setting, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
read_all (AtlasClockBook          *self,
          AtlasStore              *store,
          const AtlasClockSetting *setting,
          GError                 **error)
{
  g_hash_table_remove_all (self->children);

  return read_children (self, store, NULL, setting, error) &&
         read_provisions (self, store, setting, error);
}

/**
 * atlas_clock_book_new_on:
 * @store: a store
 * @calendars: the calendars to count on, which need not be the store's
 * @on: the day
 * @error: return location for an error
 *
 * Writes a book as it would be on other calendars. It is not to be brought up to date.
 *
 * Returns: (transfer full) (nullable): the book
 */
AtlasClockBook *
atlas_clock_book_new_on (AtlasStore     *store,
                         AtlasCalendars *calendars,
                         AtlasDate       on,
                         GError        **error)
{
  g_autoptr(AtlasTransaction) view = NULL;
  g_autoptr(AtlasClockBook)   self = atlas_clock_book_new ();
  g_autoptr(GHashTable)       limits = NULL;
  AtlasClockSetting setting;
  AtlasReturnWindow returns;

  view = atlas_transaction_begin_read (atlas_store_get_db (store), error);
  if (view == NULL || (limits = read_limits (store, &returns, error)) == NULL)
    return NULL;

  setting = setting_of (calendars, limits, returns, on);
  if (!read_all (self, store, &setting, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * atlas_clock_book_update:
 * @self: a book
 * @store: its store; always the same one
 * @on: the day
 * @error: return location for an error
 *
 * Brings a book up to date. The first time, on another day, and when a calendar has changed, every
 * child is read; otherwise those alone whose records have changed since.
 *
 * Returns: whether it is up to date; after a failure the next update reads everything
 */
gboolean
atlas_clock_book_update (AtlasClockBook *self,
                         AtlasStore     *store,
                         AtlasDate       on,
                         GError        **error)
{
  g_autoptr(AtlasTransaction) view = NULL;
  g_autoptr(GHashTable)       children = NULL;
  g_autoptr(AtlasCalendars)   calendars = NULL;
  g_autoptr(GHashTable)       limits = NULL;
  Changes changes = { 0 };
  AtlasClockSetting setting;
  AtlasReturnWindow returns;
  gint64 change;
  gint64 loaded;

  children = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  changes.children = children;
  self->n_read = 0;
  view = atlas_transaction_begin_read (atlas_store_get_db (store), error);
  if (view == NULL ||
      !read_number (store, "SELECT coalesce (max (k), 0) FROM history", &change, error) ||
      !read_number (store, "SELECT coalesce (max (pk), 0) FROM child", &loaded, error))
    return FALSE;
  if (on == self->on && change == self->change && loaded == self->loaded)
    return TRUE;

  changes.is_all = on != self->on || change == self->change;
  if (!changes.is_all && !find_changes (self, store, &changes, error))
    return FALSE;

  calendars = atlas_calendars_new (store, error);
  self->on = ATLAS_DATE_NONE;
  if (calendars == NULL || (limits = read_limits (store, &returns, error)) == NULL)
    return FALSE;

  setting = setting_of (calendars, limits, returns, on);
  if (!(changes.is_all ? read_all (self, store, &setting, error)
                       : read_changed (self, store, children, &setting, error) &&
        read_provisions (self, store, &setting, error)))
    return FALSE;

  self->on = on;
  self->change = change;
  self->loaded = loaded;

  return TRUE;
}

static void
add_wanted (GArray                 *wanted,
            GArray                 *clocks,
            const AtlasClockFilter *filter)
{
  for (guint i = 0; i < clocks->len; i++)
    {
      const AtlasCaseClock *one = &g_array_index (clocks, AtlasCaseClock, i);

      if ((filter->states == 0 || (filter->states & (1u << one->clock.state)) != 0) &&
          (filter->without == NULL || !g_strv_contains (filter->without, one->clock.rule->id)))
        g_array_append_val (wanted, *one);
    }
}

static gboolean
is_in_scope (AtlasStore           *store,
             const AtlasCaseClock *one,
             const char           *scope,
             gboolean             *answer,
             GError              **error)
{
  g_autofree char *word = g_strdup_printf (" %s ", scope);
  g_autofree char *sql = g_strdup_printf ("SELECT instr (scopes, ?2) > 0 FROM \"%s\" WHERE id = ?1",
                                          one->type->name);
  g_autoptr(AtlasStmt) stmt = atlas_db_prepare (atlas_store_get_db (store), sql, error);
  AtlasStep step;

  if (stmt == NULL)
    return FALSE;

  atlas_stmt_bind_id (stmt, 1, one->record);
  atlas_stmt_bind_text (stmt, 2, word);
  step = atlas_stmt_step (stmt, error);
  *answer = step == ATLAS_STEP_ROW && atlas_stmt_get_integer (stmt, 0) != 0;

  return step != ATLAS_STEP_ERROR;
}

static gboolean
keep_in_scope (GArray     *wanted,
               AtlasStore *store,
               const char *scope,
               GError    **error)
{
  guint kept = 0;

  if (scope == NULL || g_str_equal (scope, ALL))
    return TRUE;

  for (guint i = 0; i < wanted->len; i++)
    {
      AtlasCaseClock *one = &g_array_index (wanted, AtlasCaseClock, i);
      gboolean is_in = FALSE;

      if (!is_in_scope (store, one, scope, &is_in, error))
        return FALSE;
      if (is_in)
        g_array_index (wanted, AtlasCaseClock, kept++) = *one;
    }
  g_array_set_size (wanted, kept);

  return TRUE;
}

/**
 * atlas_clock_book_get_all:
 * @self: a book
 *
 * Returns: (transfer full) (element-type AtlasCaseClock): every clock in it, in no order
 */
GArray *
atlas_clock_book_get_all (AtlasClockBook *self)
{
  static const AtlasClockFilter all = { .scope = NULL };
  GArray *clocks = g_array_new (FALSE, FALSE, sizeof (AtlasCaseClock));
  GHashTableIter iter;
  gpointer of_child;

  add_wanted (clocks, self->provisions, &all);
  g_hash_table_iter_init (&iter, self->children);
  while (g_hash_table_iter_next (&iter, NULL, &of_child))
    add_wanted (clocks, of_child, &all);

  return clocks;
}

/* The referral that is the record, or that the record names; or else the child's newest. */
static const char *
line_sql (const AtlasType *type)
{
  static const char *of_provision =
    "SELECT NULL, key, name, NULL, NULL FROM provision WHERE id = ?1";
  static const char *of_child =
    "SELECT (SELECT r.reference FROM referral r WHERE r.child = ?1 ORDER BY r.id = ?2 DESC,"
    " r.exclusion IS ?2 DESC, r.step IN ('ended', 'moved-on', 'not-agreed'), r.received DESC, r.id"
    " LIMIT 1), NULL, (SELECT s.name FROM establishment s WHERE s.id = c.establishment), c.born,"
    " c.town FROM (SELECT 1) LEFT JOIN child c ON c.id = ?1";

  return atlas_type_field (type, "child") != NULL || type == &atlas_child_type ||
         type == &atlas_offer_type ? of_child : of_provision;
}

/**
 * atlas_store_read_clock_line:
 * @store: a store
 * @one: one of its clocks
 * @error: return location for an error
 *
 * Reads what a row shows of the child or the provision that a clock is about.
 *
 * Returns: (transfer full) (nullable): the line
 */
AtlasClockLine *
atlas_store_read_clock_line (AtlasStore           *store,
                             const AtlasCaseClock *one,
                             GError              **error)
{
  g_autoptr(AtlasClockLine) line = g_new0 (AtlasClockLine, 1);
  g_autoptr(AtlasStmt) stmt = NULL;
  AtlasStep step;

  line->of = *one;
  line->year_group = ATLAS_YEAR_GROUP_NONE;
  stmt = atlas_db_prepare (atlas_store_get_db (store), line_sql (one->type), error);
  if (stmt == NULL)
    return NULL;

  atlas_stmt_bind_id (stmt, 1, one->owner);
  if (line_sql (one->type) == line_sql (&atlas_child_type))
    atlas_stmt_bind_id (stmt, 2, one->record);
  step = atlas_stmt_step (stmt, error);
  if (step == ATLAS_STEP_ERROR)
    return NULL;
  if (step == ATLAS_STEP_DONE)
    return g_steal_pointer (&line);

  line->reference = g_strdup (atlas_stmt_get_text (stmt, 0));
  line->provision = g_strdup (atlas_stmt_get_text (stmt, 1));
  line->name = g_strdup (atlas_stmt_get_text (stmt, 2));
  if (!atlas_stmt_is_null (stmt, 3))
    line->year_group = atlas_year_group ((AtlasDate) atlas_stmt_get_integer (stmt, 3),
                                         one->clock.on);
  line->town = g_strdup (atlas_stmt_get_text (stmt, 4));

  return g_steal_pointer (&line);
}

/* The days of a clock that counts school days forward from its event. */
static AtlasDayCount *
count_days (const AtlasCaseClock *one,
            AtlasCalendars       *calendars)
{
  const AtlasClock *clock = &one->clock;
  const char *school = one->school[0] != '\0' ? one->school : NULL;

  if (clock->rule->unit != ATLAS_UNIT_SCHOOL_DAYS || clock->limit <= 0 ||
      clock->due == ATLAS_DATE_NONE || clock->first == ATLAS_DATE_NONE)
    return NULL;

  return atlas_calendar_count_days (atlas_calendars_get (calendars, school), clock->first,
                                    (guint) clock->limit);
}

static GPtrArray *
read_lines (AtlasStore *store,
            GArray     *clocks,
            guint       n,
            GError    **error)
{
  g_autoptr(AtlasCalendars) calendars = atlas_calendars_new (store, error);
  g_autoptr(GPtrArray)      lines = NULL;

  if (calendars == NULL)
    return NULL;

  lines = g_ptr_array_new_with_free_func ((GDestroyNotify) atlas_clock_line_free);
  for (guint i = 0; i < n; i++)
    {
      const AtlasCaseClock *one = &g_array_index (clocks, AtlasCaseClock, i);
      AtlasClockLine *line = atlas_store_read_clock_line (store, one, error);

      if (line == NULL)
        return NULL;

      line->days = count_days (one, calendars);
      g_ptr_array_add (lines, line);
    }

  return g_steal_pointer (&lines);
}

/**
 * atlas_clock_book_list:
 * @self: a book that is up to date
 * @store: its store
 * @filter: which clocks
 * @n_all: (out) (optional): how many there are, whatever the filter's limit
 * @error: return location for an error
 *
 * Lists clocks with what a row shows of the child or the provision.
 *
 * Returns: (transfer full) (element-type AtlasClockLine): the first to be due comes first
 */
GPtrArray *
atlas_clock_book_list (AtlasClockBook         *self,
                       AtlasStore             *store,
                       const AtlasClockFilter *filter,
                       guint                  *n_all,
                       GError                **error)
{
  g_autoptr(GArray) wanted = g_array_new (FALSE, FALSE, sizeof (AtlasCaseClock));
  GHashTableIter iter;
  gpointer clocks;

  add_wanted (wanted, self->provisions, filter);
  g_hash_table_iter_init (&iter, self->children);
  while (g_hash_table_iter_next (&iter, NULL, &clocks))
    add_wanted (wanted, clocks, filter);
  if (!keep_in_scope (wanted, store, filter->scope, error))
    return NULL;

  atlas_clocks_sort (wanted);
  if (n_all != NULL)
    *n_all = wanted->len;

  return read_lines (store, wanted, filter->limit > 0 ? MIN (filter->limit, wanted->len)
                                                       : wanted->len, error);
}

/**
 * atlas_store_list_clocks:
 * @store: a store
 * @filter: which clocks
 * @on: the day
 * @n_all: (out) (optional): how many there are, whatever the filter's limit
 * @error: return location for an error
 *
 * Lists clocks out of a book that the store's connection keeps and brings up to date.
 *
 * Returns: (transfer full) (element-type AtlasClockLine): the first to be due comes first
 */
GPtrArray *
atlas_store_list_clocks (AtlasStore             *store,
                         const AtlasClockFilter *filter,
                         AtlasDate               on,
                         guint                  *n_all,
                         GError                **error)
{
  gpointer *book = atlas_store_get_kept (store, (GDestroyNotify) atlas_clock_book_free);

  if (*book == NULL)
    *book = atlas_clock_book_new ();

  return atlas_clock_book_update (*book, store, on, error)
         ? atlas_clock_book_list (*book, store, filter, n_all, error) : NULL;
}

/**
 * atlas_store_read_clocks:
 * @store: a store
 * @child: id of a child
 * @on: the day
 * @error: return location for an error
 *
 * Reads every clock of one child, also those that have been stopped.
 *
 * Returns: (transfer full) (element-type AtlasClockLine): the first to be due comes first
 */
GPtrArray *
atlas_store_read_clocks (AtlasStore *store,
                         const char *child,
                         AtlasDate   on,
                         GError    **error)
{
  g_autoptr(AtlasCase)      file = atlas_store_read_case (store, child, error);
  g_autoptr(AtlasCalendars) calendars = file != NULL ? atlas_calendars_new (store, error) : NULL;
  g_autoptr(GHashTable)     limits = NULL;
  g_autoptr(GArray)         clocks = NULL;
  AtlasClockSetting setting;
  AtlasReturnWindow returns;

  if (calendars == NULL || (limits = read_limits (store, &returns, error)) == NULL)
    return NULL;

  setting = setting_of (calendars, limits, returns, on);
  clocks = atlas_clocks_run (file, &setting);

  return read_lines (store, clocks, clocks->len, error);
}
