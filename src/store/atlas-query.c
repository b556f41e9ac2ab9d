/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "store/atlas-query-private.h"

#include <string.h>

/**
 * AtlasQuery:
 *
 * Which records of one type are wanted, in which order. It is the only way to ask for a list: who
 * asks names fields and values, and the store alone knows SQL.
 */
struct _AtlasQuery
{
  const AtlasType *type;
  GPtrArray       *conditions;  /* (element-type Condition) */
  GString         *order;
  char            *words;       /* (nullable): what to search for, in the form of FTS5 */
  guint            offset;
  guint            limit;       /* 0: no limit */
};

typedef struct {
  char      *sql;               /* with one ? for each value */
  GPtrArray *texts;             /* (element-type utf8) (nullable) */
  gboolean   are_ids;
  gint64     number;
  gboolean   has_number;
} Condition;

static void
condition_free (Condition *condition)
{
  g_free (condition->sql);
  g_clear_pointer (&condition->texts, g_ptr_array_unref);
  g_free (condition);
}

/**
 * atlas_query_new:
 * @type: a record type
 *
 * Begins a query for every record of a type, ordered by id.
 *
 * Returns: (transfer full): the query
 */
AtlasQuery *
atlas_query_new (const AtlasType *type)
{
  AtlasQuery *self = g_new0 (AtlasQuery, 1);

  self->type = type;
  self->conditions = g_ptr_array_new_with_free_func ((GDestroyNotify) condition_free);
  self->order = g_string_new (NULL);

  return self;
}

void
atlas_query_free (AtlasQuery *self)
{
  g_ptr_array_unref (self->conditions);
  g_string_free (self->order, TRUE);
  g_free (self->words);
  g_free (self);
}

const AtlasType *
atlas_query_get_type (AtlasQuery *self)
{
  return self->type;
}

static Condition *
add_condition (AtlasQuery *self,
               char       *sql)
{
  Condition *condition = g_new0 (Condition, 1);

  condition->sql = sql;
  g_ptr_array_add (self->conditions, condition);
  return condition;
}

static const AtlasField *
find_field (AtlasQuery *self,
            const char *name)
{
  const AtlasField *field = atlas_type_field (self->type, name);

  g_return_val_if_fail (field != NULL, NULL);
  return field;
}

static const char *
compare_sql (AtlasCompare compare)
{
  static const char *sql[] = { "= ?", "IS NOT ?", ">= ?", "<= ?", "IS NULL", "IS NOT NULL" };

  return sql[compare];
}

/* The column that holds a field, or the first of the two that do. */
static char *
column_of (const AtlasField *field)
{
  if (field->kind == ATLAS_KIND_RANGE)
    return g_strconcat ("\"", field->name, "_from\"", NULL);
  if (field->kind == ATLAS_KIND_SUBJECT)
    return g_strconcat ("\"", field->name, "_id\"", NULL);
  return g_strconcat ("\"", field->name, "\"", NULL);
}

static gboolean
holds_ids (const AtlasField *field)
{
  return field->kind == ATLAS_KIND_REF || field->kind == ATLAS_KIND_SUBJECT;
}

/**
 * atlas_query_where_text:
 * @self: a query
 * @field: name of a text, code, ref, time or decimal; of a subject, whose id is compared
 * @compare: how
 * @value: (nullable): with what; not looked at for absent and present
 *
 * Narrows a query. Several conditions must all hold.
 */
void
atlas_query_where_text (AtlasQuery  *self,
                        const char  *field,
                        AtlasCompare compare,
                        const char  *value)
{
  const AtlasField *description = find_field (self, field);
  g_autofree char *column = column_of (description);
  Condition *condition = add_condition (self, g_strdup_printf ("%s %s", column,
                                                               compare_sql (compare)));

  if (compare == ATLAS_COMPARE_ABSENT || compare == ATLAS_COMPARE_PRESENT)
    return;

  condition->are_ids = holds_ids (description);
  condition->texts = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (condition->texts, g_strdup (value));
}

/**
 * atlas_query_where_number:
 * @self: a query
 * @field: name of an integer, boolean or date; of a range, whose first day is compared
 * @compare: how
 * @value: with what; for a date, an #AtlasDate
 *
 * Narrows a query. Several conditions must all hold.
 */
void
atlas_query_where_number (AtlasQuery  *self,
                          const char  *field,
                          AtlasCompare compare,
                          gint64       value)
{
  g_autofree char *column = column_of (find_field (self, field));
  Condition *condition = add_condition (self, g_strdup_printf ("%s %s", column,
                                                               compare_sql (compare)));

  condition->number = value;
  condition->has_number = compare != ATLAS_COMPARE_ABSENT && compare != ATLAS_COMPARE_PRESENT;
}

/**
 * atlas_query_where_any:
 * @self: a query
 * @field: name of a text, code or ref
 * @values: (array zero-terminated=1): the values allowed
 *
 * Narrows a query to records whose field has one of several values.
 */
void
atlas_query_where_any (AtlasQuery         *self,
                       const char         *field,
                       const char * const *values)
{
  const AtlasField *description = find_field (self, field);
  g_autofree char *column = column_of (description);
  g_autoptr(GString) marks = g_string_new (NULL);
  Condition *condition;

  for (guint i = 0; values[i] != NULL; i++)
    g_string_append (marks, i == 0 ? "?" : ", ?");

  condition = add_condition (self, g_strdup_printf ("%s IN (%s)", column, marks->str));
  condition->are_ids = holds_ids (description);
  condition->texts = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; values[i] != NULL; i++)
    g_ptr_array_add (condition->texts, g_strdup (values[i]));
}

/**
 * atlas_query_in_scope:
 * @self: a query
 * @scope: (nullable): as `area/dspl2`; %NULL and `county` mean everything
 *
 * Narrows a query to what can be seen from a scope.
 */
void
atlas_query_in_scope (AtlasQuery *self,
                      const char *scope)
{
  Condition *condition;

  if (scope == NULL || strcmp (scope, "county") == 0)
    return;

  condition = add_condition (self, g_strdup ("instr (scopes, ?) > 0"));
  condition->texts = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (condition->texts, g_strdup_printf (" %s ", scope));
}

/**
 * atlas_query_as_of:
 * @self: a query
 * @on: a day, or %ATLAS_DATE_NONE for any
 *
 * Narrows a query to records whose `valid` range holds a day. Types without that field are not
 * narrowed.
 */
void
atlas_query_as_of (AtlasQuery *self,
                   AtlasDate   on)
{
  if (on == ATLAS_DATE_NONE || atlas_type_field (self->type, "valid") == NULL)
    return;

  add_condition (self, g_strdup_printf ("(valid_from IS NULL OR valid_from <= %d) AND "
                                        "(valid_to IS NULL OR valid_to >= %d)", on, on));
}

/**
 * atlas_query_words:
 * @words: (nullable): what a person typed
 *
 * Turns what was typed into what FTS5 understands: every word, each perhaps the beginning of one.
 * Anything typed is taken as words; there is no syntax to get wrong.
 *
 * Returns: (transfer full) (nullable): the expression, %NULL when no word was typed
 */
char *
atlas_query_words (const char *words)
{
  g_autoptr(GString) expression = g_string_new (NULL);
  const char *at = words != NULL ? words : "";

  while (*at != '\0')
    {
      const char *end = at;

      while (*end != '\0' && g_unichar_isalnum (g_utf8_get_char (end)))
        end = g_utf8_next_char (end);
      if (end > at)
        g_string_append_printf (expression, "\"%.*s\"* ", (int) (end - at), at);
      at = *end != '\0' ? g_utf8_next_char (end) : end;
    }

  return expression->len > 0 ? g_string_free (g_steal_pointer (&expression), FALSE) : NULL;
}

/**
 * atlas_query_search:
 * @self: a query
 * @words: (nullable): what a person typed; each word may be the beginning of one
 *
 * Narrows a query to records in which every word is found.
 */
void
atlas_query_search (AtlasQuery *self,
                    const char *words)
{
  g_free (self->words);
  self->words = atlas_query_words (words);
}

/**
 * atlas_query_order_by:
 * @self: a query
 * @field: name of a field
 * @descending: whether the largest comes first
 *
 * Orders a query; a second call orders what the first leaves equal. The id always comes last, so
 * that the order is total.
 */
void
atlas_query_order_by (AtlasQuery *self,
                      const char *field,
                      gboolean    descending)
{
  g_autofree char *column = column_of (find_field (self, field));

  g_string_append_printf (self->order, "%s%s, ", column, descending ? " DESC" : "");
}

/**
 * atlas_query_page:
 * @self: a query
 * @offset: how many to pass over
 * @limit: how many to give at most, 0 for all
 *
 * Asks for one page of a list.
 */
void
atlas_query_page (AtlasQuery *self,
                  guint       offset,
                  guint       limit)
{
  self->offset = offset;
  self->limit = limit;
}

static char *
build_sql (AtlasQuery *self,
           const char *columns,
           gboolean    counts)
{
  g_autoptr(GString) sql = g_string_new (NULL);
  const char *glue = " WHERE ";

  g_string_printf (sql, "SELECT %s FROM \"%s\"", counts ? "count (*)" : columns, self->type->name);
  if (self->words != NULL)
    {
      g_string_append_printf (sql,
                              " WHERE pk IN (SELECT rowid FROM \"search_%s\" WHERE words MATCH ?)",
                              self->type->name);
      glue = " AND ";
    }
  for (guint i = 0; i < self->conditions->len; i++, glue = " AND ")
    g_string_append_printf (sql, "%s%s", glue, ((Condition *) g_ptr_array_index (self->conditions,
                                                                                 i))->sql);
  if (!counts)
    g_string_append_printf (sql, " ORDER BY %sid", self->order->str);
  if (!counts && self->limit > 0)
    g_string_append_printf (sql, " LIMIT %u OFFSET %u", self->limit, self->offset);

  return g_string_free (g_steal_pointer (&sql), FALSE);
}

/**
 * atlas_query_prepare:
 * @self: a query
 * @db: the store's connection
 * @columns: what to select
 * @counts: whether to count instead
 * @error: return location for an error
 *
 * Returns: (transfer full): the statement, bound
 */
AtlasStmt *
atlas_query_prepare (AtlasQuery *self,
                     AtlasDb    *db,
                     const char *columns,
                     gboolean    counts,
                     GError    **error)
{
  g_autofree char *sql = build_sql (self, columns, counts);
  g_autoptr(AtlasStmt) stmt = atlas_db_prepare (db, sql, error);
  int index = 1;

  if (stmt == NULL)
    return NULL;

  if (self->words != NULL)
    atlas_stmt_bind_text (stmt, index++, self->words);
  for (guint i = 0; i < self->conditions->len; i++)
    {
      Condition *condition = g_ptr_array_index (self->conditions, i);

      if (condition->has_number)
        atlas_stmt_bind_integer (stmt, index++, condition->number);
      for (guint j = 0; condition->texts != NULL && j < condition->texts->len; j++)
        {
          const char *text = g_ptr_array_index (condition->texts, j);

          if (condition->are_ids)
            atlas_stmt_bind_id (stmt, index++, text);
          else
            atlas_stmt_bind_text (stmt, index++, text);
        }
    }

  return g_steal_pointer (&stmt);
}
