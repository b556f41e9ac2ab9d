/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-commands.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <signal.h>
#include <stdio.h>

#include "server/atlas-address.h"
#include "server/atlas-config.h"
#include "server/atlas-log.h"
#include "server/atlas-notify.h"
#include "server/atlas-server.h"

#define DEFAULT_CONFIG "/etc/provision-atlas/server.conf"

typedef struct {
  GMainLoop   *loop;
  AtlasServer *server;
  const char  *config_path;     /* (nullable) */
  AtlasExit    code;
  gboolean     is_stopping;
} Serve;

/* The file that was named, or the usual one if it is there. */
static AtlasConfig *
load_config (Serve   *serve,
             GError **error)
{
  if (serve->config_path == NULL && g_file_test (DEFAULT_CONFIG, G_FILE_TEST_EXISTS))
    serve->config_path = DEFAULT_CONFIG;

  return atlas_config_load (serve->config_path, error);
}

static void
stopped_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  Serve *serve = user_data;

  g_main_loop_quit (serve->loop);
}

/* A file that does not do changes nothing. */
static gboolean
reload_cb (gpointer user_data)
{
  Serve *serve = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) fault = NULL;
  g_autoptr(AtlasConfig) config = load_config (serve, &error);

  if (!atlas_server_reload_certificate (serve->server, &fault))
    g_message ("The certificate in use stays: the new one could not be read. %s", fault->message);
  if (config == NULL)
    {
      g_message ("The configuration stays as it was. %s", error->message);
      return G_SOURCE_CONTINUE;
    }

  atlas_server_configure (serve->server, config);
  g_message ("The configuration was read anew");
  return G_SOURCE_CONTINUE;
}

static gboolean
signal_cb (gpointer user_data)
{
  Serve *serve = user_data;

  if (!serve->is_stopping)
    {
      atlas_notify ("STOPPING=1");
      atlas_server_stop (serve->server, stopped_cb, serve);
    }
  serve->is_stopping = TRUE;

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
  g_unix_signal_add (SIGHUP, reload_cb, serve);
  atlas_notify ("READY=1");

  /* Read by programs: not to be translated. */
  g_print ("listening on %s%s\n", atlas_address_socket_path (address) != NULL ? "" : "https://",
           address);
  fflush (stdout);
}

AtlasExit
atlas_command_serve (int    argc,
                     char **argv)
{
  g_autofree char *listen = NULL;
  g_autofree char *path = NULL;
  g_autofree char *database = NULL;
  const GOptionEntry entries[] = {
    { "listen", 0, 0, G_OPTION_ARG_STRING, &listen,
      N_("where to listen, as 127.0.0.1:8443 or unix:/path"), N_("ADDRESS") },
    ATLAS_OPTION_DATABASE (&database),
    ATLAS_OPTION_CONFIG (&path),
    { NULL },
  };
  Serve serve = { NULL };
  g_autoptr(GError)       error = NULL;
  g_autoptr(AtlasConfig)  config = NULL;
  g_autoptr(AtlasServer)  server = NULL;
  g_autoptr(GMainLoop)    loop = g_main_loop_new (NULL, FALSE);

  if (!atlas_command_parse ("DIR", _("Serves a county over HTTPS until it is told to stop."),
                            entries, 1,
                            &argc, &argv))
    return ATLAS_EXIT_USAGE;

  atlas_log_begin ();
  serve.config_path = path;
  config = load_config (&serve, &error);
  if (config == NULL || !atlas_command_database (serve.config_path, &database, &error) ||
      (server = atlas_server_new (argv[1], database, config, &error)) == NULL)
    return atlas_command_fail (error);

  serve.loop = loop;
  serve.server = server;
  atlas_server_start_async (server, listen != NULL ? listen : config->listen, started_cb, &serve);
  g_main_loop_run (loop);

  return serve.code;
}
