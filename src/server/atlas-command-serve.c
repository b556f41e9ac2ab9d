/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-commands.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <signal.h>
#include <stdio.h>

#include "server/atlas-server.h"

#define DEFAULT_ADDRESS "127.0.0.1:8443"
#define IDLE_S          60
#define BODY_S          60
#define WRITE_S         120
#define MOST_SECONDS    3600

typedef struct {
  GMainLoop   *loop;
  AtlasServer *server;
  AtlasExit    code;
  gboolean     is_stopping;
} Serve;

static int
read_seconds (GKeyFile   *file,
              const char *key,
              int         otherwise)
{
  int seconds = file != NULL ? g_key_file_get_integer (file, "limits", key, NULL) : 0;

  return seconds > 0 && seconds <= MOST_SECONDS ? seconds : otherwise;
}

static gboolean
read_config (const char        *path,
             AtlasServerLimits *limits,
             char             **address,
             GError           **error)
{
  g_autoptr(GKeyFile) file = path != NULL ? g_key_file_new () : NULL;

  if (file != NULL && !g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, error))
    {
      g_prefix_error (error, "Reading “%s”: ", path);
      return FALSE;
    }

  limits->idle_s = read_seconds (file, "idle_s", IDLE_S);
  limits->body_s = read_seconds (file, "body_s", BODY_S);
  limits->write_s = read_seconds (file, "write_s", WRITE_S);
  if (*address == NULL && file != NULL)
    *address = g_key_file_get_string (file, "server", "listen", NULL);
  if (*address == NULL)
    *address = g_strdup (DEFAULT_ADDRESS);

  return TRUE;
}

static void
stopped_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  Serve *serve = user_data;

  g_main_loop_quit (serve->loop);
}

static gboolean
signal_cb (gpointer user_data)
{
  Serve *serve = user_data;

  if (!serve->is_stopping)
    atlas_server_stop (serve->server, stopped_cb, serve);
  serve->is_stopping = TRUE;

  return G_SOURCE_CONTINUE;
}

static gboolean
hangup_cb (gpointer user_data)
{
  Serve *serve = user_data;
  g_autoptr(GError) error = NULL;

  if (atlas_server_reload_certificate (serve->server, &error))
    g_message ("The certificate was read again");
  else
    g_message ("The certificate in use stays, since the new one could not be read: %s",
               error->message);

  return G_SOURCE_CONTINUE;
}

static void
started_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  Serve *serve = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *address = atlas_server_start_finish (ATLAS_SERVER (source), result, &error);

  if (address == NULL)
    {
      serve->code = atlas_command_fail (error);
      g_main_loop_quit (serve->loop);
      return;
    }

  /* Before the address is told: whoever reads it may end the server at once. */
  g_unix_signal_add (SIGTERM, signal_cb, serve);
  g_unix_signal_add (SIGINT, signal_cb, serve);
  g_unix_signal_add (SIGHUP, hangup_cb, serve);

  /* Read by programs: not to be translated. */
  g_print ("listening on https://%s\n", address);
  fflush (stdout);
}

AtlasExit
atlas_command_serve (int    argc,
                     char **argv)
{
  g_autofree char *listen = NULL;
  g_autofree char *config = NULL;
  const GOptionEntry entries[] = {
    { "listen", 0, 0, G_OPTION_ARG_STRING, &listen, N_("where to listen"), N_("ADDRESS:PORT") },
    { "config", 0, 0, G_OPTION_ARG_FILENAME, &config, N_("a file with limits"), N_("FILE") },
    { NULL },
  };
  AtlasServerLimits limits;
  Serve serve = { NULL };
  g_autoptr(GError)       error = NULL;
  g_autoptr(AtlasServer)  server = NULL;
  g_autoptr(GMainLoop)    loop = g_main_loop_new (NULL, FALSE);

  if (!atlas_command_parse ("DIR", _("Serves a county over HTTPS until it is told to stop."),
                            entries, 1,
                            &argc, &argv))
    return ATLAS_EXIT_USAGE;
  if (!read_config (config, &limits, &listen, &error) ||
      (server = atlas_server_new (argv[1], &limits, &error)) == NULL)
    return atlas_command_fail (error);

  /* Standard output is for the address alone. */
  g_log_writer_default_set_use_stderr (TRUE);
  serve.loop = loop;
  serve.server = server;
  atlas_server_start_async (server, listen, started_cb, &serve);
  g_main_loop_run (loop);

  return serve.code;
}
