/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From the start of the program to the first painted map, and the memory that it takes, against a
 * bare libadwaita window in the same run; with 10,000 and with 100,000 children in the store; and
 * how the ratio grows.
 *
 *   bench-map ATLASCTL           all of it
 *   bench-map --window           a bare window: prints when it was painted, and its memory
 *   bench-map --map FOLDER       the map of a store, likewise
 */
#include "config.h"

#include <adwaita.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/atlas-application.h"
#include "app/atlas-map-view.h"
#include "app/atlas-window.h"
#include "base/atlas-language.h"

#define RUNS          7
#define WIDTH         1280
#define HEIGHT        800
#define US_A_MS       1000.0
#define KB_A_MB       1024.0
#define DEADLINE_S    60

static const int sizes[] = { 10000, 100000 };

typedef struct {
  double ms;
  double mb;
} Cost;

static void
fail (const char *why)
{
  g_printerr ("%s\n", why);
  exit (1);
}

/* Proportional set size: what is shared is shared out. */
static long
read_pss_kb (void)
{
  g_autofree char *text = NULL;
  const char *line;

  if (!g_file_get_contents ("/proc/self/smaps_rollup", &text, NULL, NULL) ||
      (line = strstr (text, "\nPss:")) == NULL)
    return 0;

  return strtol (line + strlen ("\nPss:"), NULL, 10);
}

static void
painted_cb (GdkFrameClock *clock,
            gpointer       user_data)
{
  g_print ("%" G_GINT64_FORMAT " %ld\n", g_get_monotonic_time (), read_pss_kb ());
  fflush (stdout);
  _exit (0);    /* threads are at work, and nothing is worth saving */
}

static void
tell_when_painted (GtkWidget *window)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (window);

  g_signal_connect (clock, "after-paint", G_CALLBACK (painted_cb), NULL);
  gtk_widget_queue_draw (window);
}

static gboolean
too_late_cb (gpointer user_data)
{
  fail ("nothing was painted in time");
  return G_SOURCE_REMOVE;
}

static void
bare_window_cb (GtkApplication *application)
{
  GtkWidget *window = adw_application_window_new (application);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), gtk_label_new ("A bare window"));
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), box);
  gtk_window_set_default_size (GTK_WINDOW (window), WIDTH, HEIGHT);
  gtk_window_present (GTK_WINDOW (window));
  tell_when_painted (window);
}

static int
run_bare_window (void)
{
  g_autoptr(AdwApplication) application = NULL;

  application = adw_application_new (NULL, G_APPLICATION_NON_UNIQUE);
  g_signal_connect (application, "activate", G_CALLBACK (bare_window_cb), NULL);

  return g_application_run (G_APPLICATION (application), 0, NULL);
}

static GtkWidget *
find_map (GtkWidget *widget)
{
  GtkWidget *found = NULL;

  if (ATLAS_IS_MAP_VIEW (widget))
    return gtk_widget_get_mapped (widget) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_map (child);

  return found;
}

/* The frame that has just been painted showed the map, if there was one with values. */
static void
map_painted_cb (GdkFrameClock *clock,
                GtkWidget     *window)
{
  GtkWidget *map = find_map (window);
  AtlasChoropleth *shown = map != NULL ? atlas_map_view_get_choropleth (ATLAS_MAP_VIEW (map))
                                       : NULL;

  if (shown != NULL && atlas_choropleth_get_measure (shown)->heading != NULL &&
      gtk_widget_get_width (map) > 0)
    painted_cb (clock, NULL);
}

static void
run_map (const char *folder)
{
  AtlasApplication *application = atlas_application_new ();
  AtlasWindow *window;

  g_application_set_flags (G_APPLICATION (application), G_APPLICATION_NON_UNIQUE);
  if (!g_application_register (G_APPLICATION (application), NULL, NULL))
    fail ("the application did not start");

  window = atlas_window_new (application);
  gtk_window_set_default_size (GTK_WINDOW (window), WIDTH, HEIGHT);
  atlas_window_open (window, folder, ATLAS_SESSION_NOTHING, "map");
  gtk_window_present (GTK_WINDOW (window));
  g_signal_connect (gtk_widget_get_frame_clock (GTK_WIDGET (window)), "after-paint",
                    G_CALLBACK (map_painted_cb), window);

  while (TRUE)
    g_main_context_iteration (NULL, TRUE);
}

static Cost
run_once (const char *program,
          const char *mode,
          const char *folder)
{
  const char *argv[] = { program, mode, folder, NULL };
  g_autoptr(GError) error = NULL;
  g_autofree char *output = NULL;
  gint64 began = g_get_monotonic_time ();
  char *rest;
  gint64 painted;
  int status;

  if (!g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &output, NULL,
                     &status, &error) ||
      !g_spawn_check_wait_status (status, &error))
    fail (error->message);

  painted = g_ascii_strtoll (output, &rest, 10);
  return (Cost) { (painted - began) / US_A_MS, strtol (rest, NULL, 10) / KB_A_MB };
}

static int
compare_ms (gconstpointer a,
            gconstpointer b)
{
  double first = ((const Cost *) a)->ms;
  double second = ((const Cost *) b)->ms;

  return first < second ? -1 : first > second;
}

/* The fastest run, after one that fills the caches: what else the machine does only slows it. */
static Cost
run_some (const char *program,
          const char *mode,
          const char *folder)
{
  Cost costs[RUNS];

  run_once (program, mode, folder);
  for (int i = 0; i < RUNS; i++)
    costs[i] = run_once (program, mode, folder);
  qsort (costs, RUNS, sizeof *costs, compare_ms);

  return costs[0];
}

static char *
make_store (const char *atlasctl,
            int         n_children)
{
  g_autofree char *number = g_strdup_printf ("%d", n_children);
  g_autoptr(GError) error = NULL;
  char *folder = g_dir_make_tmp ("atlas-bench-map-XXXXXX", &error);
  const char *argv[] = {
    atlasctl, "init", "--pack", "hertfordshire", "--demo", "--children", number, "--data", folder,
    NULL,
  };
  int status;

  if (folder == NULL ||
      !g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, NULL, NULL,
                     &status, &error) ||
      !g_spawn_check_wait_status (status, &error))
    fail (error->message);

  return folder;
}

static void
remove_folder (const char *folder)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_remove (path);
    }
  g_rmdir (folder);
}

static int
run_all (const char *program,
         const char *atlasctl)
{
  Cost ratios[G_N_ELEMENTS (sizes)];
  Cost bare = run_some (program, "--window", NULL);

  g_print ("bare window: %.0f ms, %.0f MB\n", bare.ms, bare.mb);
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *folder = make_store (atlasctl, sizes[i]);
      Cost map = run_some (program, "--map", folder);

      ratios[i] = (Cost) { map.ms / bare.ms, map.mb / bare.mb };
      g_print ("first painted map with %d children: %.0f ms, %.0f MB; ratio to a bare window "
               "%.2f in time, %.2f in memory\n", sizes[i], map.ms, map.mb, ratios[i].ms,
               ratios[i].mb);
      remove_folder (folder);
    }
  g_print ("growth of the ratios from %d to %d children: %.2f in time, %.2f in memory\n",
           sizes[0], sizes[1], ratios[1].ms / ratios[0].ms, ratios[1].mb / ratios[0].mb);

  return 0;
}

int
main (int    argc,
      char **argv)
{
  if (argc == 2 && strcmp (argv[1], "--window") != 0)
    return run_all (argv[0], argv[1]);

  if (argc < 2)
    fail ("which atlasctl?");

  atlas_language_init ();
  g_timeout_add_seconds (DEADLINE_S, too_late_cb, NULL);
  if (argc == 2)
    return run_bare_window ();

  run_map (argv[2]);
  return 0;
}
