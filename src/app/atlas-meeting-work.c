/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the screen of a meeting reads and keeps, on the store's threads. */
#include "config.h"

#include "app/atlas-meeting-work.h"

#include "app/atlas-session-work.h"
#include "store/atlas-meeting-draft.h"

/**
 * atlas_meeting_request_new:
 * @meeting: id of a meeting
 * @child: (nullable): id or reference of a referral
 * @draft: (nullable) (transfer full): what is typed about it
 * @on: the day
 *
 * Returns: (transfer full): the request
 */
AtlasMeetingRequest *
atlas_meeting_request_new (const char *meeting,
                           const char *child,
                           json_t     *draft,
                           AtlasDate   on)
{
  AtlasMeetingRequest *self = g_new0 (AtlasMeetingRequest, 1);

  self->meeting = g_strdup (meeting);
  self->child = g_strdup (child);
  self->draft = draft;
  self->on = on;

  return self;
}

void
atlas_meeting_request_free (AtlasMeetingRequest *self)
{
  g_free (self->meeting);
  g_free (self->child);
  json_decref (self->draft);
  g_free (self);
}

void
atlas_meeting_sheet_free (AtlasMeetingSheet *self)
{
  g_clear_pointer (&self->file, atlas_meeting_file_free);
  g_clear_pointer (&self->referral_case, atlas_referral_case_unref);
  g_clear_pointer (&self->finder, atlas_finder_free);
  json_decref (self->draft);
  g_free (self->mark);
  g_free (self);
}

/**
 * atlas_meeting_sheet_get:
 * @self: a sheet
 *
 * Returns: (nullable): the child that is shown
 */
const AtlasAgendaItem *
atlas_meeting_sheet_get (AtlasMeetingSheet *self)
{
  return self->index < self->file->agenda->len
         ? g_ptr_array_index (self->file->agenda, self->index) : NULL;
}

/**
 * atlas_meeting_sheet_find_next:
 * @self: a sheet with a child
 *
 * Returns: (nullable): id of who still waits after that child, from there on and then from the
 *   start; without those that the meeting comes back to
 */
const char *
atlas_meeting_sheet_find_next (AtlasMeetingSheet *self)
{
  const GPtrArray *agenda = self->file->agenda;

  for (guint i = 1; i < agenda->len; i++)
    {
      const AtlasAgendaItem *item = g_ptr_array_index (agenda, (self->index + i) % agenda->len);

      if (atlas_agenda_item_waits (item) && item->decision == NULL)
        return item->line->id;
    }

  return NULL;
}

static gboolean
find_child (const AtlasMeetingFile *file,
            const char             *child,
            guint                  *index)
{
  for (guint i = 0; child != NULL && i < file->agenda->len; i++)
    {
      const AtlasReferralLine *line = ((AtlasAgendaItem *)
                                       g_ptr_array_index (file->agenda, i))->line;

      if (g_str_equal (line->id, child) || g_strcmp0 (line->reference, child) == 0)
        {
          *index = i;
          return TRUE;
        }
    }

  return FALSE;
}

/* The child that is asked for, else the one that was heard last, else the first that waits. */
static guint
choose_child (AtlasStore                *store,
              const AtlasMeetingFile    *file,
              const AtlasMeetingRequest *request)
{
  g_autofree char *heard = NULL;
  guint index = 0;

  if (find_child (file, request->child, &index))
    return index;

  heard = atlas_store_get_meeting_child (store, request->meeting);
  if (find_child (file, heard, &index))
    return index;

  for (guint i = 0; i < file->agenda->len; i++)
    if (atlas_agenda_item_waits (g_ptr_array_index (file->agenda, i)))
      return i;

  return 0;
}

/* What is typed, and what others do elsewhere, is read again and changes nothing here: lists that
 * say the same stay, with the focus in them. */
static char *
make_mark (const AtlasMeetingSheet *sheet)
{
  const GPtrArray *history = sheet->referral_case->history;
  g_autoptr(json_t) places = atlas_finder_to_json (sheet->finder);
  g_autofree char *text = atlas_json_to_text (places);
  const AtlasHistoryEntry *newest = history->len > 0 ? g_ptr_array_index (history, 0) : NULL;

  return g_strdup_printf ("%s %u %s", newest != NULL ? newest->set_id : "",
                          sheet->referral_case->story->len, text);
}

/**
 * atlas_meeting_read_sheet:
 *
 * An #AtlasStoreWork that answers an #AtlasMeetingRequest with an #AtlasMeetingSheet.
 */
gpointer
atlas_meeting_read_sheet (AtlasStore   *store,
                          gpointer      data,
                          GCancellable *cancellable,
                          GError      **error)
{
  const AtlasMeetingRequest *request = data;
  g_autoptr(AtlasMeetingSheet) sheet = g_new0 (AtlasMeetingSheet, 1);
  AtlasFinderOptions options = ATLAS_FINDER_OPTIONS_INIT;
  const AtlasAgendaItem *item;

  sheet->file = atlas_meeting_file_new (store, request->meeting, request->on, error);
  if (sheet->file == NULL)
    return NULL;

  sheet->index = choose_child (store, sheet->file, request);
  item = atlas_meeting_sheet_get (sheet);
  if (item == NULL)
    return g_steal_pointer (&sheet);

  options.on = request->on;
  sheet->finder = atlas_finder_new (store, item->line->reference, &options, error);
  if (sheet->finder == NULL)
    return NULL;

  sheet->referral_case = atlas_referral_case_ref (sheet->finder->referral_case);
  sheet->draft = atlas_store_get_meeting_draft (store, request->meeting, item->line->id);
  sheet->mark = make_mark (sheet);

  return g_steal_pointer (&sheet);
}

/* An #AtlasStoreWork. */
static gpointer
keep_draft (AtlasStore   *store,
            gpointer      data,
            GCancellable *cancellable,
            GError      **error)
{
  const AtlasMeetingRequest *request = data;
  gboolean is_kept;

  is_kept = request->child != NULL
            ? atlas_store_set_meeting_draft (store, request->meeting, request->child,
                                             request->draft, error)
            : atlas_store_clear_meeting_drafts (store, request->meeting, error);

  return is_kept ? GINT_TO_POINTER (TRUE) : NULL;
}

/**
 * atlas_meeting_write_draft:
 * @session: a session
 * @meeting: id of a meeting
 * @child: (nullable): id of a referral; without one all that was typed is forgotten
 * @draft: (nullable) (transfer full): what is typed about it
 * @cancellable: (nullable): a #GCancellable
 * @callback: (nullable): called when it is on the disk
 * @user_data: for @callback
 *
 * Keeps what is typed at a meeting, without waiting for it.
 */
void
atlas_meeting_write_draft (AtlasSession       *session,
                           const char         *meeting,
                           const char         *child,
                           json_t             *draft,
                           GCancellable       *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer            user_data)
{
  AtlasMeetingRequest *request = atlas_meeting_request_new (meeting, child, draft,
                                                            atlas_session_get_as_of (session));

  atlas_session_write_async (session, keep_draft, request,
                             (GDestroyNotify) atlas_meeting_request_free, NULL, cancellable,
                             callback, user_data);
}
