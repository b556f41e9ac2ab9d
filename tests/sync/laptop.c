/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A laptop for tests, as a process that can be killed:
 *   laptop join FOLDER SERVER CODE CA-FILE      joins and loads
 *   laptop sync FOLDER                          one run; prints its counts
 *   laptop make FOLDER N                        makes N children, one change set each; prints each
 *                                               id once it is safe on the disk
 */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "base/atlas-id.h"
#include "sync/atlas-join.h"

static int
fail (GError *error)
{
  fprintf (stderr, "laptop: %s (%d)\n", error->message, error->code);
  return 1;
}

static int
join (char *argv[])
{
  g_autoptr(GError) error = NULL;
  g_autofree char *ca = NULL;
  AtlasJoinRequest request = { .server = argv[3], .enrol_code = argv[4], .device_name = "Laptop" };

  if (!g_file_get_contents (argv[5], &ca, NULL, &error))
    return fail (error);

  request.ca_pem = ca;
  if (!atlas_join_begin (argv[2], &request, NULL, NULL, NULL, &error) ||
      !atlas_join_finish (argv[2], NULL, &error))
    return fail (error);

  return 0;
}

static int
run_sync (char *argv[])
{
  g_autoptr(GError) error = NULL;
  AtlasSyncReport report;

  if (!atlas_sync_run_once (argv[2], NULL, NULL, &report, NULL, &error))
    return fail (error);

  printf ("pushed %u applied %u merged %u parked %u put %u removed %u\n", report.n_pushed,
          report.push.n_applied, report.push.n_merged, report.push.n_parked, report.pull.n_put,
          report.pull.n_removed);
  return 0;
}

static int
make (char *argv[])
{
  g_autoptr(GError)     error = NULL;
  g_autoptr(AtlasStore) store = atlas_store_open (argv[2], ATLAS_STORE_DEFAULT, &error);
  guint64 n = g_ascii_strtoull (argv[3], NULL, 10);

  if (store == NULL)
    return fail (error);

  for (guint64 i = 0; i < n; i++)
    {
      g_autoptr(AtlasChangeSet) set = atlas_change_set_new ("Child entered");
      g_autofree char *id = atlas_id_new ();
      g_autofree char *name = g_strdup_printf ("Child%" G_GUINT64_FORMAT, i);

      atlas_change_set_create (set, "child", id,
                               json_pack ("{s:s, s:s}", "first_name", name, "last_name", "Quill"));
      if (!atlas_store_apply (store, set, &error))
        return fail (error);
      printf ("%s\n", id);
      fflush (stdout);
    }

  return 0;
}

int
main (int   argc,
      char *argv[])
{
  if (argc == 6 && strcmp (argv[1], "join") == 0)
    return join (argv);
  if (argc == 3 && strcmp (argv[1], "sync") == 0)
    return run_sync (argv);
  if (argc == 4 && strcmp (argv[1], "make") == 0)
    return make (argv);

  fputs ("usage: laptop join|sync|make FOLDER …\n", stderr);
  return 2;
}
