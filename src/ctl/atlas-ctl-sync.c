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
#include "sync/atlas-join.h"
#include "sync/atlas-managed.h"
#include "sync/atlas-sync-engine.h"

#define RETRY_MOST_S 300        /* protocol, section 12 */

typedef struct {
  char *code;
  char *ca_path;
  char *fingerprint;
  char *device_name;
} JoinOptions;

static AtlasCtlExit
report_join (AtlasCtl   *ctl,
             const char *server,
             const char *kept_as)
{
  static const char * const columns[] = { "server", "folder", "kept_as", NULL };
  g_autofree char *folder = g_filename_display_name (ctl->folder);
  g_autofree char *kept = kept_as != NULL ? g_filename_display_name (kept_as) : NULL;
  g_autoptr(json_t) object = NULL;
  g_autoptr(json_t) rows = NULL;

  object = json_pack ("{s:s, s:s, s:s?}", "server", server, "folder", folder,
                      "kept_as", kept);
  if (ctl->format == ATLAS_CTL_JSON)
    return atlas_ctl_print (ctl, object, NULL, NULL);

  rows = json_pack ("{s:[O]}", "joined", object);

  return atlas_ctl_print (ctl, rows, "joined", columns);
}

static AtlasCtlExit
join (AtlasCtl          *ctl,
      const char        *server,
      const JoinOptions *options)
{
  AtlasJoinRequest request = {
    .server = server,
    .fingerprint = options->fingerprint,
    .enrol_code = options->code,
    .device_name = options->device_name,
  };
  g_autofree char *ca = NULL;
  g_autofree char *kept_as = NULL;
  GError *error = NULL;

  if (options->ca_path != NULL && !g_file_get_contents (options->ca_path, &ca, NULL, &error))
    return atlas_ctl_fail (error);

  request.ca_pem = ca;
  if (atlas_join_has_joined (ctl->folder, server))
    return atlas_join_again (ctl->folder, &request, NULL, &error)
           ? report_join (ctl, server, NULL) : atlas_ctl_fail (error);

  if (!atlas_join_begin (ctl->folder, &request, NULL, NULL, NULL, &error) ||
      !atlas_join_finish (ctl->folder, &kept_as, &error))
    return atlas_ctl_fail (error);

  return report_join (ctl, server, kept_as);
}

AtlasCtlExit
atlas_ctl_join (AtlasCtl *ctl,
                int       argc,
                char    **argv)
{
  g_autofree char *code = NULL;
  g_autofree char *ca_path = NULL;
  g_autofree char *fingerprint = NULL;
  g_autofree char *device_name = NULL;
  const GOptionEntry entries[] = {
    { "code", 0, 0, G_OPTION_ARG_STRING, &code, N_("the enrolment code, good once"), N_("CODE") },
    { "ca", 0, 0, G_OPTION_ARG_FILENAME, &ca_path, N_("the server's authority, a PEM file"),
      N_("FILE") },
    { "fingerprint", 0, 0, G_OPTION_ARG_STRING, &fingerprint,
      N_("or the fingerprint of that authority"), N_("HEX") },
    { "name", 0, 0, G_OPTION_ARG_STRING, &device_name, N_("what to call this laptop"),
      N_("NAME") },
    { NULL },
  };
  g_autoptr(AtlasManaged) managed = NULL;
  g_autoptr(GError) error = NULL;
  JoinOptions options = { 0 };

  if (!atlas_ctl_parse (ctl, "[URL] --code CODE", _("Enrols this store with a county's server; a "
                                                    "managed laptop knows which."),
                        entries, 0, 1, &argc, &argv))
    return ATLAS_CTL_USAGE;

  managed = atlas_managed_load (&error);
  if (error != NULL)
    return atlas_ctl_fail (g_steal_pointer (&error));
  if (argc < 2 && managed == NULL)
    return atlas_ctl_usage (_("The server's address is needed"));
  if (managed != NULL && (argc < 2 || strcmp (argv[1], managed->server) == 0) &&
      ca_path == NULL && fingerprint == NULL)
    ca_path = g_strdup (managed->ca_path);
  if (code == NULL)
    return atlas_ctl_usage (_("--code must give the enrolment code"));
  if ((ca_path == NULL) == (fingerprint == NULL))
    return atlas_ctl_usage (_("Give --ca FILE or --fingerprint HEX, and not both"));

  if (ctl->folder == NULL)
    ctl->folder = atlas_folders_county ();
  options.code = code;
  options.ca_path = ca_path;
  options.fingerprint = fingerprint;
  options.device_name = device_name;

  return join (ctl, argc > 1 ? argv[1] : managed->server, &options);
}

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
