/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/atlas-route.h"

#include <string.h>

#include "base/atlas-error.h"

#define SCHEME "atlas:"
#define PARAM_PAGE "page"
#define LONGEST_ROUTE 1000      /* bytes; a route comes from a command line or another program */

struct _AtlasRoute
{
  const char *head;             /* one of the words below */
  char       *key;              /* (nullable) */
  GHashTable *params;           /* name to value */
};

/* Columns: first word of a route, its view, whether a key follows, the level above. */
static const struct {
  const char    *head;
  AtlasRouteView view;
  gboolean       has_key;
  const char    *up;
} heads[] = {
  { "today", ATLAS_ROUTE_TODAY, FALSE, NULL },
  { "map", ATLAS_ROUTE_MAP, FALSE, NULL },
  { "provision", ATLAS_ROUTE_PROVISION, FALSE, NULL },
  { "referrals", ATLAS_ROUTE_REFERRALS, FALSE, NULL },
  { "panels", ATLAS_ROUTE_PANELS, FALSE, NULL },
  { "reports", ATLAS_ROUTE_REPORTS, FALSE, NULL },
  { "county", ATLAS_ROUTE_MAP, FALSE, NULL },
  { "area", ATLAS_ROUTE_MAP, TRUE, "county" },
  { "partnership", ATLAS_ROUTE_MAP, TRUE, "county" },
  { "provision", ATLAS_ROUTE_PROVISION, TRUE, "provision" },
  { "place", ATLAS_ROUTE_PROVISION, TRUE, "provision" },
  { "establishment", ATLAS_ROUTE_PROVISION, TRUE, "provision" },
  { "calendar", ATLAS_ROUTE_PROVISION, TRUE, "provision" },
  { "referral", ATLAS_ROUTE_REFERRALS, TRUE, "referrals" },
  { "child", ATLAS_ROUTE_REFERRALS, TRUE, "referrals" },
  { "conflict", ATLAS_ROUTE_TODAY, TRUE, "today" },
  { "question", ATLAS_ROUTE_TODAY, TRUE, "today" },
  { "parked", ATLAS_ROUTE_TODAY, TRUE, "today" },
  { "panel", ATLAS_ROUTE_PANELS, TRUE, "panels" },
  { "meeting", ATLAS_ROUTE_PANELS, TRUE, "panels" },
  { "report", ATLAS_ROUTE_REPORTS, TRUE, "reports" },
};

static int
find_head (const char *head,
           gboolean    has_key)
{
  for (gsize i = 0; i < G_N_ELEMENTS (heads); i++)
    if (g_str_equal (heads[i].head, head) && heads[i].has_key == has_key)
      return (int) i;

  return -1;
}

static gboolean
key_is_valid (const char *key)
{
  if (*key == '\0')
    return FALSE;

  for (; *key != '\0'; key++)
    if (!g_ascii_isalnum (*key) && strchr ("-_", *key) == NULL)
      return FALSE;

  return TRUE;
}

static gboolean
parse_params (GHashTable *params,
              const char *query)
{
  g_auto(GStrv) pairs = g_strsplit (query, "&", -1);

  for (char **pair = pairs; *pair != NULL; pair++)
    {
      char *equals = strchr (*pair, '=');
      g_autofree char *value = NULL;

      if (equals == NULL || equals == *pair)
        return FALSE;

      value = g_uri_unescape_string (equals + 1, NULL);
      if (value == NULL || !g_utf8_validate (value, -1, NULL))
        return FALSE;

      g_hash_table_replace (params, g_strndup (*pair, equals - *pair), g_steal_pointer (&value));
    }

  return TRUE;
}

/**
 * atlas_route_new:
 * @head: `today`, `area`, `referral` …
 * @key: (nullable): key of the record, where @head is a record type
 *
 * Makes a route from words that the program knows. Routes from outside go through
 * atlas_route_parse().
 *
 * Returns: the route, or %NULL when there is no such page
 */
AtlasRoute *
atlas_route_new (const char *head,
                 const char *key)
{
  AtlasRoute *route;
  int found;

  g_return_val_if_fail (head != NULL, NULL);

  found = find_head (head, key != NULL);
  if (found < 0 || (key != NULL && !key_is_valid (key)))
    return NULL;

  route = g_new0 (AtlasRoute, 1);
  route->head = heads[found].head;
  route->key = g_strdup (key);
  route->params = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  return route;
}

/**
 * atlas_route_parse:
 * @text: `today`, `area/dspl2`, `map?measure=free`, with or without `atlas:` before it
 *
 * Reads a route. Says only whether the page could exist; whether the record does is for the
 * view to find out.
 *
 * Errors: %ATLAS_ERROR_INVALID when it is not a route.
 *
 * Returns: the route, or %NULL
 */
AtlasRoute *
atlas_route_parse (const char *text,
                   GError    **error)
{
  g_autoptr(AtlasRoute) route = NULL;
  g_autofree char *path = NULL;
  const char *query;
  char *slash;

  g_return_val_if_fail (text != NULL, NULL);

  if (g_str_has_prefix (text, SCHEME))
    text += strlen (SCHEME);

  query = strchr (text, '?');
  path = query != NULL ? g_strndup (text, query - text) : g_strdup (text);
  slash = strchr (path, '/');
  if (slash != NULL)
    *slash++ = '\0';

  if (strlen (text) <= LONGEST_ROUTE)
    route = atlas_route_new (path, slash);

  if (route == NULL || (query != NULL && !parse_params (route->params, query + 1)))
    {
      g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID, "There is no page “%.60s”", text);
      return NULL;
    }

  return g_steal_pointer (&route);
}

AtlasRoute *
atlas_route_copy (const AtlasRoute *route)
{
  AtlasRoute *copy;
  GHashTableIter iter;
  gpointer name;
  gpointer value;

  g_return_val_if_fail (route != NULL, NULL);

  copy = atlas_route_new (route->head, route->key);
  g_hash_table_iter_init (&iter, route->params);
  while (g_hash_table_iter_next (&iter, &name, &value))
    atlas_route_set_param (copy, name, value);

  return copy;
}

void
atlas_route_free (AtlasRoute *route)
{
  if (route == NULL)
    return;

  g_free (route->key);
  g_hash_table_unref (route->params);
  g_free (route);
}

/**
 * atlas_route_format:
 *
 * Writes a route so that atlas_route_parse() reads it back. Parameters are in the order of
 * their names, so equal routes give equal text.
 *
 * Returns: the text, without `atlas:`
 */
char *
atlas_route_format (const AtlasRoute *route)
{
  g_autoptr(GString) text = NULL;
  g_autoptr(GList)   names = NULL;
  char before = '?';

  g_return_val_if_fail (route != NULL, NULL);

  text = g_string_new (route->head);
  if (route->key != NULL)
    g_string_append_printf (text, "/%s", route->key);

  names = g_list_sort (g_hash_table_get_keys (route->params), (GCompareFunc) strcmp);
  for (GList *name = names; name != NULL; name = name->next)
    {
      const char *value = g_hash_table_lookup (route->params, name->data);

      g_string_append_printf (text, "%c%s=", before, (const char *) name->data);
      g_string_append_uri_escaped (text, value, NULL, TRUE);
      before = '&';
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * atlas_route_get_view:
 *
 * Finds the view that shows the page.
 */
AtlasRouteView
atlas_route_get_view (const AtlasRoute *route)
{
  g_return_val_if_fail (route != NULL, ATLAS_ROUTE_TODAY);

  return heads[find_head (route->head, route->key != NULL)].view;
}

const char *
atlas_route_get_head (const AtlasRoute *route)
{
  g_return_val_if_fail (route != NULL, NULL);

  return route->head;
}

const char *
atlas_route_get_key (const AtlasRoute *route)
{
  g_return_val_if_fail (route != NULL, NULL);

  return route->key;
}

const char *
atlas_route_get_param (const AtlasRoute *route,
                       const char       *name)
{
  g_return_val_if_fail (route != NULL && name != NULL, NULL);

  return g_hash_table_lookup (route->params, name);
}

/**
 * atlas_route_set_param:
 * @name: letters only
 * @value: (nullable): any text; %NULL removes the parameter
 *
 * Says how a page is looked at: the measure of the map, the filter of a list.
 */
void
atlas_route_set_param (AtlasRoute *route,
                       const char *name,
                       const char *value)
{
  g_return_if_fail (route != NULL && name != NULL);

  if (value == NULL)
    g_hash_table_remove (route->params, name);
  else
    g_hash_table_replace (route->params, g_strdup (name), g_strdup (value));
}

/**
 * atlas_route_same_page:
 *
 * Tells whether two routes show the same page, however each looks at it. Of the parameters only
 * `page`, the form of a new record, makes another page.
 */
gboolean
atlas_route_same_page (const AtlasRoute *a,
                       const AtlasRoute *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  return a->head == b->head && g_strcmp0 (a->key, b->key) == 0 &&
         g_strcmp0 (atlas_route_get_param (a, PARAM_PAGE),
                    atlas_route_get_param (b, PARAM_PAGE)) == 0;
}

/**
 * atlas_route_up:
 *
 * Finds the level above a page, as far as the address alone can tell. A view that knows more
 * (the area of a partnership) answers for itself.
 *
 * Returns: (nullable): the route, or %NULL at the top
 */
AtlasRoute *
atlas_route_up (const AtlasRoute *route)
{
  const char *up;

  g_return_val_if_fail (route != NULL, NULL);

  up = heads[find_head (route->head, route->key != NULL)].up;

  return up != NULL ? atlas_route_new (up, NULL) : NULL;
}

/**
 * atlas_route_view_name:
 *
 * Gives the word that opens a view: `today`, `map` …
 */
const char *
atlas_route_view_name (AtlasRouteView view)
{
  g_return_val_if_fail (view < ATLAS_ROUTE_N_VIEWS, NULL);

  return heads[view].head;
}

/**
 * atlas_route_view_by_name:
 * @view: (out): set only when the name is known
 *
 * The other way from atlas_route_view_name().
 */
gboolean
atlas_route_view_by_name (const char     *name,
                          AtlasRouteView *view)
{
  g_return_val_if_fail (name != NULL && view != NULL, FALSE);

  for (int i = 0; i < ATLAS_ROUTE_N_VIEWS; i++)
    if (g_str_equal (heads[i].head, name))
      {
        *view = (AtlasRouteView) i;
        return TRUE;
      }

  return FALSE;
}
