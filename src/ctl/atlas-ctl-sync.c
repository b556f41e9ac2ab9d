/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-ctl"

#include "config.h"

#include "ctl/atlas-ctl.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <signal.h>
#include <string.h>

#include "base/atlas-error.h"
#include "base/atlas-folders.h"
#include "sync/atlas-sync-engine.h"

#define RETRY_MOST_S 300        /* protocol, section 12 */

static AtlasCtlExit
report_sync (AtlasCtl              *ctl,
             const AtlasSyncReport *report)
{
  static const char * const columns[] = {
    "pushed", "applied", "merged", "parked", "pulled", "head", NULL,
  };
  g_autoptr(json_t) object = NULL;
  g_autoptr(json_t) rows = NULL;

  object = json_pack ("{s:i, s:i, s:i, s:i, s:i, s:I}", "pushed", (int) report->n_pushed,
                      "applied", (int) report->push.n_applied,
                      "merged", (int) report->push.n_merged,
                      "parked", (int) report->push.n_parked,
                      "pulled", (int) (report->pull.n_put + report->pull.n_removed),
                      "head", (json_int_t) report->pull.head);
  if (ctl->format == ATLAS_CTL_JSON)
    return atlas_ctl_print (ctl, object, NULL, NULL);

  rows = json_pack ("{s:[O]}", "runs", object);

  return atlas_ctl_print (ctl, rows, "runs", columns);
}

static AtlasCtlExit
exit_for (const AtlasSyncReport *report)
{
  return report->push.n_merged + report->push.n_parked > 0 ? ATLAS_CTL_FINDINGS : ATLAS_CTL_DONE;
}

static AtlasCtlExit
sync_once (AtlasCtl *ctl)
{
  AtlasSyncReport report = { 0 };
  GError *error = NULL;

  if (!atlas_sync_run_once (ctl->folder, NULL, NULL, &report, NULL, &error))
    {
      g_printerr ("atlasctl: %s\n", atlas_sync_problem_name (report.problem));
      return atlas_ctl_fail (error);
    }
  if (report_sync (ctl, &report) != ATLAS_CTL_DONE)
    return ATLAS_CTL_FAILURE;

  return exit_for (&report);
}

/* Ctrl+C ends the waiting in order, so that what was being stored is stored whole. */
static gpointer
wait_for_signal_in_thread (gpointer data)
{
  GCancellable *cancellable = data;
  sigset_t signals;
  int number;

  sigemptyset (&signals);
  sigaddset (&signals, SIGINT);
  sigaddset (&signals, SIGTERM);
  sigwait (&signals, &number);
  g_cancellable_cancel (cancellable);
  g_object_unref (cancellable);

  return NULL;
}

static GCancellable *
cancel_on_signal (void)
{
  GCancellable *cancellable = g_cancellable_new ();
  sigset_t signals;

  sigemptyset (&signals);
  sigaddset (&signals, SIGINT);
  sigaddset (&signals, SIGTERM);
  pthread_sigmask (SIG_BLOCK, &signals, NULL);
  g_thread_unref (g_thread_new ("signals", wait_for_signal_in_thread,
                                g_object_ref (cancellable)));

  return cancellable;
}

/* Waits before another try, twice as long each time. */
static void
wait_before_trying (guint        *wait_s,
                    GCancellable *cancellable)
{
  GPollFD poll = { 0 };

  *wait_s = CLAMP (*wait_s * 2, 1, RETRY_MOST_S);
  if (!g_cancellable_make_pollfd (cancellable, &poll))
    return;

  g_poll (&poll, 1, (int) *wait_s * 1000);
  g_cancellable_release_fd (cancellable);
}

static gboolean
run_and_report (AtlasCtl        *ctl,
                AtlasSyncEngine *engine,
                GCancellable    *cancellable,
                GError         **error)
{
  AtlasSyncReport report = { 0 };

  return atlas_sync_engine_run (engine, &report, cancellable, error) &&
         report_sync (ctl, &report) == ATLAS_CTL_DONE &&
         (report.has_more_files ||
          atlas_sync_engine_wait (engine, &report, cancellable, error));
}

static AtlasCtlExit
sync_and_watch (AtlasCtl *ctl)
{
  g_autoptr(GCancellable) cancellable = cancel_on_signal ();
  g_autoptr(AtlasSyncEngine) engine = NULL;
  GError *error = NULL;
  guint wait_s = 0;

  engine = atlas_sync_engine_open (ctl->folder, ctl->folder, &error);
  if (engine == NULL)
    return atlas_ctl_fail (error);

  while (!g_cancellable_is_cancelled (cancellable))
    {
      g_clear_error (&error);
      if (run_and_report (ctl, engine, cancellable, &error))
        wait_s = 0;
      else if (g_error_matches (error, ATLAS_ERROR, ATLAS_ERROR_NETWORK))
        wait_before_trying (&wait_s, cancellable);
      else if (!g_cancellable_is_cancelled (cancellable))
        return atlas_ctl_fail (error);
    }
  g_clear_error (&error);

  return ATLAS_CTL_DONE;
}

/* A script that names its server never sends anything to another. */
static gboolean
check_server (AtlasCtl   *ctl,
              const char *server,
              GError    **error)
{
  g_autofree char *wanted = atlas_sync_read_server (server, error);
  g_autofree char *joined = NULL;

  if (wanted == NULL || !atlas_ctl_open (ctl, ATLAS_STORE_READ_ONLY, error))
    return FALSE;

  joined = atlas_store_get_meta (ctl->store, "server");
  g_clear_pointer (&ctl->store, atlas_store_close);
  if (g_strcmp0 (wanted, joined) == 0)
    return TRUE;

  g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_NOT_ALLOWED, "This store has joined %s, not %s",
               joined != NULL ? joined : "no server", wanted);
  return FALSE;
}

AtlasCtlExit
atlas_ctl_sync (AtlasCtl *ctl,
                int       argc,
                char    **argv)
{
  gboolean once = FALSE;
  gboolean watch = FALSE;
  g_autofree char *server = NULL;
  const GOptionEntry entries[] = {
    { "server", 0, 0, G_OPTION_ARG_STRING, &server, N_("only if this is the server"), N_("URL") },
    { "once", 0, 0, G_OPTION_ARG_NONE, &once, N_("one run, which is what happens anyway"), NULL },
    { "watch", 0, 0, G_OPTION_ARG_NONE, &watch, N_("go on, as the window does"), NULL },
    { NULL },
  };

  GError *error = NULL;

  if (!atlas_ctl_parse (ctl, "", _("Sends what was done here and gets what others did."), entries,
                        0, 0, &argc, &argv))
    return ATLAS_CTL_USAGE;
  if (once && watch)
    return atlas_ctl_usage (_("--once or --watch, and not both"));

  if (ctl->folder == NULL)
    ctl->folder = atlas_folders_county ();

  if (server != NULL && !check_server (ctl, server, &error))
    return atlas_ctl_fail (error);

  return watch ? sync_and_watch (ctl) : sync_once (ctl);
}
