/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-referral-model.h"

#include "app/atlas-referral-asked.h"
#include "app/atlas-referral-row.h"
#include "app/atlas-session-work.h"

#define PAGE_ROWS  64           /* rows read at once */
#define PAGES_KEPT 40           /* more than any list view asks for at one time */

/**
 * AtlasReferralModel:
 *
 * Referrals of any number. Which they are is known as soon as they are found; what a row says is
 * read, a page at a time, when somebody looks at it. Rows are empty until then and fill themselves.
 */
struct _AtlasReferralModel
{
  GObject       parent_instance;

  AtlasSession *session;        /* (nullable): NULL until something was asked */
  GCancellable *cancellable;    /* of what is asked at present */
  GArray       *rows;           /* (element-type gint64): row numbers, in order */
  GHashTable   *pages;          /* (element-type guint GPtrArray): rows by number of page */
  GQueue        kept;           /* pages, the one made first at the head */
  GHashTable   *known;          /* (element-type gint64 AtlasReferralRow): before the last change */
  AtlasDate     on;
  gint64        total;
  gboolean      is_loading;
  GError       *error;          /* (nullable): why nothing was found */
};

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (AtlasReferralModel, atlas_referral_model, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

typedef enum { PROP_LOADING = 1, PROP_TOTAL } AtlasReferralModelProperty;
static GParamSpec *props[PROP_TOTAL + 1];

typedef struct {
  GArray *rows;
  gint64  total;
} Found;

typedef struct {
  guint     page;
  GArray   *rows;
  AtlasDate on;
} PageRequest;

typedef struct {
  AtlasReferralModel *self;
  guint               page;
} PageWait;

static void
found_free (Found *found)
{
  g_clear_pointer (&found->rows, g_array_unref);
  g_free (found);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Found, found_free)

static void
page_request_free (PageRequest *request)
{
  g_array_unref (request->rows);
  g_free (request);
}

static gpointer
find_in_thread (AtlasStore   *store,
                gpointer      data,
                GCancellable *cancellable,
                GError      **error)
{
  AtlasReferralAsked *asked = data;
  g_autoptr(Found) found = g_new0 (Found, 1);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  found->rows = atlas_store_find_referrals (store, asked->filter, asked->scope, asked->words,
                                            asked->on, error);
  if (found->rows == NULL ||
      !atlas_store_count_referrals (store, asked->scope, &found->total, error))
    return NULL;

  return g_steal_pointer (&found);
}

static gpointer
read_page_in_thread (AtlasStore   *store,
                     gpointer      data,
                     GCancellable *cancellable,
                     GError      **error)
{
  PageRequest *request = data;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  return atlas_store_read_referrals (store, (const gint64 *) request->rows->data,
                                     request->rows->len, request->on, error);
}

static void
fill_page (AtlasReferralModel *self,
           guint               page,
           GPtrArray          *lines)
{
  GPtrArray *rows = g_hash_table_lookup (self->pages, GUINT_TO_POINTER (page));

  for (guint i = 0; rows != NULL && i < rows->len && i < lines->len; i++)
    {
      AtlasReferralLine *line = g_steal_pointer (&g_ptr_array_index (lines, i));

      if (line != NULL)
        atlas_referral_row_take_line (g_ptr_array_index (rows, i), line, self->on);
    }
}

static void
page_read_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autofree PageWait *wait = user_data;
  g_autoptr(GError)    error = NULL;
  g_autoptr(GPtrArray) lines = g_task_propagate_pointer (G_TASK (result), &error);

  if (lines != NULL)
    fill_page (wait->self, wait->page, lines);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_warning ("Reading a page of referrals: %s", error->message);
}

static void
ask_for_page (AtlasReferralModel *self,
              guint               page)
{
  PageRequest *request = g_new0 (PageRequest, 1);
  PageWait *wait = g_new0 (PageWait, 1);
  guint first = page * PAGE_ROWS;

  request->page = page;
  request->on = self->on;
  request->rows = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_array_append_vals (request->rows, &g_array_index (self->rows, gint64, first),
                       MIN (PAGE_ROWS, self->rows->len - first));
  wait->self = self;
  wait->page = page;
  atlas_session_read_async (self->session, read_page_in_thread, request,
                            (GDestroyNotify) page_request_free,
                            (GDestroyNotify) g_ptr_array_unref, self->cancellable, page_read_cb,
                            wait);
}

static void
forget_oldest_page (AtlasReferralModel *self)
{
  gpointer oldest = g_queue_pop_head (&self->kept);

  g_hash_table_remove (self->pages, oldest);
}

static AtlasReferralRow *
take_known (AtlasReferralModel *self,
            guint               position)
{
  AtlasReferralRow *row = g_hash_table_lookup (self->known,
                                               &g_array_index (self->rows, gint64, position));

  return row != NULL ? g_object_ref (row) : atlas_referral_row_new ();
}

static GPtrArray *
ensure_page (AtlasReferralModel *self,
             guint               page)
{
  GPtrArray *rows = g_hash_table_lookup (self->pages, GUINT_TO_POINTER (page));
  guint n_rows;

  if (rows != NULL)
    return rows;

  n_rows = MIN (PAGE_ROWS, self->rows->len - page * PAGE_ROWS);
  rows = g_ptr_array_new_full (n_rows, g_object_unref);
  for (guint i = 0; i < n_rows; i++)
    g_ptr_array_add (rows, take_known (self, page * PAGE_ROWS + i));
  if (g_hash_table_size (self->pages) >= PAGES_KEPT)
    forget_oldest_page (self);
  g_hash_table_insert (self->pages, GUINT_TO_POINTER (page), rows);
  g_queue_push_tail (&self->kept, GUINT_TO_POINTER (page));
  ask_for_page (self, page);

  return rows;
}

static GType
atlas_referral_model_get_item_type (GListModel *list)
{
  return ATLAS_TYPE_REFERRAL_ROW;
}

static guint
atlas_referral_model_get_n_items (GListModel *list)
{
  return ATLAS_REFERRAL_MODEL (list)->rows->len;
}

static gpointer
atlas_referral_model_get_item (GListModel *list,
                               guint       position)
{
  AtlasReferralModel *self = ATLAS_REFERRAL_MODEL (list);
  GPtrArray *rows;

  if (position >= self->rows->len)
    return NULL;

  rows = ensure_page (self, position / PAGE_ROWS);
  return g_object_ref (g_ptr_array_index (rows, position % PAGE_ROWS));
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = atlas_referral_model_get_item_type;
  iface->get_n_items = atlas_referral_model_get_n_items;
  iface->get_item = atlas_referral_model_get_item;
}

static void
set_loading (AtlasReferralModel *self,
             gboolean            is_loading)
{
  if (self->is_loading == is_loading)
    return;

  self->is_loading = is_loading;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LOADING]);
}

static void
forget_pages (AtlasReferralModel *self)
{
  g_hash_table_remove_all (self->pages);
  g_queue_clear (&self->kept);
}

/* Rows that somebody may be looking at keep their objects, wherever they stand now. */
static void
remember_rows (AtlasReferralModel *self)
{
  g_hash_table_remove_all (self->known);
  for (GList *page = self->kept.head; page != NULL; page = page->next)
    {
      GPtrArray *rows = g_hash_table_lookup (self->pages, page->data);
      guint first = GPOINTER_TO_UINT (page->data) * PAGE_ROWS;

      for (guint i = 0; i < rows->len; i++)
        g_hash_table_insert (self->known,
                             g_memdup2 (&g_array_index (self->rows, gint64, first + i),
                                        sizeof (gint64)),
                             g_object_ref (g_ptr_array_index (rows, i)));
    }
}

static void
read_pages_again (AtlasReferralModel *self)
{
  for (GList *page = self->kept.head; page != NULL; page = page->next)
    ask_for_page (self, GPOINTER_TO_UINT (page->data));
}

static guint
count_same (GArray  *a,
            GArray  *b,
            guint    most,
            gboolean from_end)
{
  guint n = 0;

  while (n < most &&
         g_array_index (a, gint64, from_end ? a->len - 1 - n : n) ==
         g_array_index (b, gint64, from_end ? b->len - 1 - n : n))
    n++;

  return n;
}

/* What is the same before and after what has changed stays where it stands, so that nothing jumps;
 * it is read anew. */
static void
take_rows (AtlasReferralModel *self,
           GArray             *rows)
{
  g_autoptr(GArray) old = g_steal_pointer (&self->rows);
  guint least = MIN (old->len, rows->len);
  guint n_before = count_same (old, rows, least, FALSE);
  guint n_after = count_same (old, rows, least - n_before, TRUE);

  self->rows = old;
  if (n_before == rows->len && rows->len == old->len)
    {
      self->rows = g_array_ref (old);
      read_pages_again (self);
      return;
    }

  remember_rows (self);
  forget_pages (self);
  self->rows = g_array_ref (rows);
  for (guint i = 0; i < rows->len && g_hash_table_size (self->known) > 0; i++)
    if (g_hash_table_contains (self->known, &g_array_index (rows, gint64, i)) &&
        g_queue_get_length (&self->kept) < PAGES_KEPT)
      ensure_page (self, i / PAGE_ROWS);
  g_list_model_items_changed (G_LIST_MODEL (self), n_before, old->len - n_before - n_after,
                              rows->len - n_before - n_after);
}

static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(Found)  found = g_task_propagate_pointer (G_TASK (result), &error);
  AtlasReferralModel *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = user_data;
  g_clear_error (&self->error);
  if (found == NULL)
    self->error = g_steal_pointer (&error);
  else
    {
      self->total = found->total;
      take_rows (self, found->rows);
    }
  set_loading (self, FALSE);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TOTAL]);
}

static void
atlas_referral_model_get_property (GObject    *object,
                                   guint       property_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  AtlasReferralModel *self = ATLAS_REFERRAL_MODEL (object);

  switch ((AtlasReferralModelProperty) property_id)
    {
    case PROP_LOADING:
      g_value_set_boolean (value, self->is_loading);
      break;

    case PROP_TOTAL:
      g_value_set_int64 (value, self->total);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
atlas_referral_model_dispose (GObject *object)
{
  AtlasReferralModel *self = ATLAS_REFERRAL_MODEL (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (atlas_referral_model_parent_class)->dispose (object);
}

static void
atlas_referral_model_finalize (GObject *object)
{
  AtlasReferralModel *self = ATLAS_REFERRAL_MODEL (object);

  g_array_unref (self->rows);
  g_hash_table_unref (self->pages);
  g_hash_table_unref (self->known);
  g_queue_clear (&self->kept);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (atlas_referral_model_parent_class)->finalize (object);
}

static void
atlas_referral_model_class_init (AtlasReferralModelClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = atlas_referral_model_get_property;
  object_class->dispose = atlas_referral_model_dispose;
  object_class->finalize = atlas_referral_model_finalize;

  /**
   * AtlasReferralModel:loading:
   *
   * Whether an answer is awaited. What was found before stays meanwhile.
   */
  props[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, FALSE, flags);

  /**
   * AtlasReferralModel:total:
   *
   * How many referrals there are in the scope, found or not. It is notified with every answer.
   */
  props[PROP_TOTAL] = g_param_spec_int64 ("total", NULL, NULL, 0, G_MAXINT64, 0, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
atlas_referral_model_init (AtlasReferralModel *self)
{
  self->rows = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->pages = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_ptr_array_unref);
  self->known = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_object_unref);
  g_queue_init (&self->kept);
}

AtlasReferralModel *
atlas_referral_model_new (void)
{
  return g_object_new (ATLAS_TYPE_REFERRAL_MODEL, NULL);
}

/**
 * atlas_referral_model_find:
 * @session: where to look
 * @filter: which, in which order
 * @words: (nullable): what was typed
 *
 * Finds referrals. An earlier question that has not been answered is dropped.
 */
void
atlas_referral_model_find (AtlasReferralModel        *self,
                           AtlasSession              *session,
                           const AtlasReferralFilter *filter,
                           const char                *words)
{
  g_return_if_fail (ATLAS_IS_REFERRAL_MODEL (self));
  g_return_if_fail (ATLAS_IS_SESSION (session));

  atlas_renew_cancellable (&self->cancellable);
  g_set_object (&self->session, session);
  self->on = atlas_session_get_as_of (session);

  set_loading (self, TRUE);
  atlas_session_read_async (session, find_in_thread,
                            atlas_referral_asked_new (session, filter, words),
                            (GDestroyNotify) atlas_referral_asked_free,
                            (GDestroyNotify) found_free, self->cancellable, found_cb, self);
}

/**
 * atlas_referral_model_show:
 * @session: where they were found
 * @rows: (element-type gint64): row numbers of referrals, in order
 *
 * Shows referrals that were found already, as a column of a board does.
 */
void
atlas_referral_model_show (AtlasReferralModel *self,
                           AtlasSession       *session,
                           GArray             *rows)
{
  g_return_if_fail (ATLAS_IS_REFERRAL_MODEL (self));
  g_return_if_fail (ATLAS_IS_SESSION (session));

  atlas_renew_cancellable (&self->cancellable);
  g_set_object (&self->session, session);
  self->on = atlas_session_get_as_of (session);
  take_rows (self, rows);
}

/**
 * atlas_referral_model_get_row:
 * @position: a position in the list
 *
 * Returns: the number of the referral's row in the store, which stays the same wherever the
 *   referral stands in the list; -1 beyond the end
 */
gint64
atlas_referral_model_get_row (AtlasReferralModel *self,
                              guint               position)
{
  g_return_val_if_fail (ATLAS_IS_REFERRAL_MODEL (self), -1);

  return position < self->rows->len ? g_array_index (self->rows, gint64, position) : -1;
}

/**
 * atlas_referral_model_find_row:
 * @row: a row number
 *
 * Returns: where it stands in the list, or %ATLAS_REFERRAL_NOWHERE
 */
guint
atlas_referral_model_find_row (AtlasReferralModel *self,
                               gint64              row)
{
  g_return_val_if_fail (ATLAS_IS_REFERRAL_MODEL (self), ATLAS_REFERRAL_NOWHERE);

  for (guint i = 0; i < self->rows->len; i++)
    if (g_array_index (self->rows, gint64, i) == row)
      return i;

  return ATLAS_REFERRAL_NOWHERE;
}

gboolean
atlas_referral_model_is_loading (AtlasReferralModel *self)
{
  g_return_val_if_fail (ATLAS_IS_REFERRAL_MODEL (self), FALSE);

  return self->is_loading;
}

gint64
atlas_referral_model_get_total (AtlasReferralModel *self)
{
  g_return_val_if_fail (ATLAS_IS_REFERRAL_MODEL (self), 0);

  return self->total;
}

/**
 * atlas_referral_model_get_error:
 *
 * Returns: (nullable): why the last question had no answer
 */
const GError *
atlas_referral_model_get_error (AtlasReferralModel *self)
{
  g_return_val_if_fail (ATLAS_IS_REFERRAL_MODEL (self), NULL);

  return self->error;
}
