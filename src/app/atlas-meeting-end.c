/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The end of a meeting: a question first, because a panel is closed with it. */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-meeting-end.h"

#include <glib/gi18n.h>

#include "app/atlas-compat.h"
#include "app/atlas-meeting-sections.h"
#include "app/atlas-meeting-work.h"
#include "app/atlas-session-work.h"
#include "app/atlas-view.h"
#include "app/atlas-window.h"

/* A meeting that is being ended. */
typedef struct {
  GtkWidget      *from;         /* (unowned): looked at only when not cancelled */
  AtlasSession   *session;
  AtlasChangeSet *set;
  char           *meeting;
  GCancellable   *cancellable;
} Ending;

static void
ending_free (Ending *ending)
{
  g_object_unref (ending->session);
  g_object_unref (ending->cancellable);
  atlas_change_set_unref (ending->set);
  g_free (ending->meeting);
  g_free (ending);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Ending, ending_free)

/* What was typed and not recorded goes with the meeting; its page has what was decided. */
static void
leave (Ending *ending)
{
  g_autofree char *route = g_strconcat ("meeting/", ending->meeting, NULL);

  atlas_meeting_write_draft (ending->session, ending->meeting, NULL, NULL, NULL, NULL, NULL);
  atlas_view_go (ending->from, route);
}

static void
ended_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(Ending) ending = user_data;
  g_autoptr(GError) error = NULL;
  gpointer is_done = g_task_propagate_pointer (G_TASK (result), &error);
  g_autofree char *text = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (is_done != NULL)
    {
      leave (ending);
      return;
    }

  /* Translators: why a change was not stored. */
  text = g_strdup_printf (_("Nothing was changed: %s"), error->message);
  atlas_window_toast (ending->from, text);
}

static void
asked_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(Ending) ending = user_data;
  g_autoptr(GError) error = NULL;
  Ending *applied;

  if (!atlas_ask_finish (result, &error))
    return;

  applied = g_steal_pointer (&ending);
  atlas_session_apply_async (applied->session, applied->set, applied->cancellable, ended_cb,
                             applied);
}

/**
 * atlas_meeting_ask_end:
 * @from: the screen of the meeting
 * @session: the store
 * @file: the meeting
 * @cancellable: of the screen
 *
 * Asks whether the meeting ends, and ends it.
 */
void
atlas_meeting_ask_end (GtkWidget              *from,
                       AtlasSession           *session,
                       const AtlasMeetingFile *file,
                       GCancellable           *cancellable)
{
  g_autofree char *rest = atlas_meeting_word_end (file);
  AtlasChangeSet *set = atlas_panel_step_set (file->panel, file->meeting, "held");
  Ending *ending;

  /* Somebody else may have ended it. */
  if (set == NULL)
    return;

  ending = g_new0 (Ending, 1);
  ending->from = from;
  ending->session = g_object_ref (session);
  ending->set = set;
  ending->meeting = g_strdup (atlas_record_get_id (ATLAS_RECORD (file->meeting)));
  ending->cancellable = g_object_ref (cancellable);
  atlas_ask_async (from, _("End the meeting?"), rest, _("_End Meeting"), ATLAS_ASK_PLAIN,
                   cancellable, asked_cb, ending);
}
