/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-check.h"

#include <glib/gi18n.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>

#include "base/atlas-error.h"
#include "server/atlas-audit.h"
#include "server/atlas-authority.h"
#include "server/atlas-blobs.h"
#include "server/atlas-folder.h"
#include "server/atlas-sums.h"

#define WARN_BEFORE_S (60 * 24 * 60 * 60)

static void
add_finding (json_t     *findings,
             const char *check,
             const char *text)
{
  json_array_append_new (findings, json_pack ("{s:s, s:s}", "check", check, "text", text));
}

/* Each gives the number of rows that should not be. */
static const struct {
  const char *check;
  const char *sql;
  const char *text;
} row_checks[] = {
  {
    "sequence",
    "SELECT COUNT (*) FROM record WHERE seq > (SELECT seq FROM sync_head WHERE only_row = 1)",
    N_("A record has a number beyond the head of the sequence."),
  },
  {
    "feed", "SELECT COUNT (*) FROM record LEFT JOIN record_scope "
    "ON record_scope.scope = 'county' AND record_scope.seq = record.seq "
    "WHERE record_scope.seq IS NULL",
    N_("A record is missing from the feed."),
  },
  {
    "feed", "SELECT COUNT (*) FROM record_scope LEFT JOIN record "
    "ON record.type = record_scope.type AND record.id = record_scope.id "
    "AND record.seq = record_scope.seq WHERE record.id IS NULL",
    N_("The feed names a state of a record that is not there."),
  },
  {
    "sets", "SELECT COUNT (*) FROM (SELECT device.id FROM device LEFT "
    "JOIN set_seen ON set_seen.device = device.id GROUP BY device.id, device.last_n "
    "HAVING MAX (COALESCE (set_seen.n, 0)) > device.last_n) AS uncounted",
    N_("A laptop has sent a set that its count does not know."),
  },
};

static gboolean
check_rows (AtlasBackend *backend,
            json_t       *findings,
            GError      **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (row_checks); i++)
    {
      g_autoptr(AtlasRows) query = atlas_backend_query (backend, error, row_checks[i].sql, "");

      if (atlas_rows_step (query, error) != ATLAS_STEP_ROW)
        return FALSE;
      if (atlas_rows_int (query, 0) > 0)
        add_finding (findings, row_checks[i].check, _(row_checks[i].text));
    }

  return TRUE;
}

static gboolean
check_blobs (AtlasBackend *backend,
             json_t       *findings,
             GError      **error)
{
  gint64 n_damaged;

  if (!atlas_backend_begin (backend, FALSE, error))
    return FALSE;
  if (!atlas_blobs_check (backend, &n_damaged, error))
    {
      atlas_backend_rollback (backend);
      return FALSE;
    }

  atlas_backend_rollback (backend);
  if (n_damaged > 0)
    add_finding (findings, "files", _("A document's bytes are not those that were sent."));
  return TRUE;
}

static gboolean
check_sums (AtlasBackend *backend,
            json_t       *findings,
            GError      **error)
{
  gboolean agree = TRUE;

  if (!atlas_sums_agree (backend, &agree, error))
    return FALSE;
  if (!agree)
    add_finding (findings, "sums", _("The sums by which laptops check what they have are wrong."));

  return TRUE;
}

static gboolean
check_audit (AtlasBackend *backend,
             json_t       *findings,
             GError      **error)
{
  AtlasAuditHead head = { 0 };
  gboolean whole = FALSE;
  g_autofree char *number = NULL;
  g_autofree char *text = NULL;

  if (!atlas_audit_verify (backend, &head, 0, &whole, error))
    return FALSE;
  if (whole)
    return TRUE;

  number = g_strdup_printf ("%" G_GINT64_FORMAT, head.k + 1);
  /* Translators: %s is a number. */
  text = g_strdup_printf (_("The audit chain is broken at entry %s: it has been altered, "
                            "or part of it is missing."), number);
  add_finding (findings, "audit", text);
  return TRUE;
}

/* What takes many rows into account, all of one moment. */
static gboolean
check_whole (AtlasBackend *backend,
             json_t       *findings,
             GError      **error)
{
  gboolean done;

  if (!atlas_backend_begin (backend, FALSE, error))
    return FALSE;

  done = check_rows (backend, findings, error) &&
         check_sums (backend, findings, error) &&
         check_audit (backend, findings, error);
  atlas_backend_rollback (backend);
  return done;
}

static gboolean
check_database (const char *folder,
                json_t     *findings,
                GError    **error)
{
  g_autoptr(AtlasBackend) backend = atlas_folder_open_backend (folder, NULL, error);
  g_autoptr(GError)       damage = NULL;

  if (backend == NULL)
    return FALSE;
  if (!atlas_backend_check (backend, &damage))
    {
      add_finding (findings, "database", damage->message);
      return TRUE;
    }

  return check_whole (backend, findings, error) && check_blobs (backend, findings, error);
}

static void
check_certificate (const char *folder,
                   json_t     *findings)
{
  g_autofree char *path = atlas_folder_path (folder, ATLAS_FOLDER_CERTIFICATE);
  g_autofree char *key_path = atlas_folder_path (folder, ATLAS_FOLDER_KEY);
  g_autofree char *pem = NULL;
  g_autofree char *key = NULL;
  gint64 expiry_s = -1;

  if (g_file_get_contents (path, &pem, NULL, NULL))
    expiry_s = atlas_authority_expiry (pem, NULL);
  if (expiry_s >= 0 && g_file_get_contents (key_path, &key, NULL, NULL) &&
      !atlas_authority_check_pair (pem, key, NULL))
    add_finding (findings, "certificate", _("The server's key is not that of its certificate."));
  if (key != NULL)
    sodium_memzero (key, strlen (key));
  if (expiry_s < 0)
    add_finding (findings, "certificate", _("The server's certificate cannot be read."));
  else if (expiry_s - g_get_real_time () / G_USEC_PER_SEC < WARN_BEFORE_S)
    add_finding (findings, "certificate", _("The server's certificate ends within sixty days."));
}

static void
check_file (const char *folder,
            const char *name,
            gboolean    must_be_there,
            json_t     *findings)
{
  g_autofree char *path = atlas_folder_path (folder, name);
  struct stat info;
  gboolean is_there = stat (path, &info) == 0;

  if (!is_there && must_be_there)
    add_finding (findings, name, _("The file is missing."));
  else if (is_there && (info.st_mode & 0077) != 0)
    add_finding (findings, name, _("Others than its owner can read the file."));
}

static void
check_files (const char *folder,
             json_t     *findings)
{
  const char * const *files = atlas_folder_files ();

  for (gsize i = 0; files[i] != NULL; i++)
    check_file (folder, files[i], TRUE, findings);

  /* It may hold a database's password. */
  check_file (folder, ATLAS_FOLDER_CONFIG, FALSE, findings);
}

/**
 * atlas_check_folder:
 * @folder: a server's folder; the server may be running
 * @error: return location for an error
 *
 * Looks over a server's files: the database, whether the feed agrees with the records, whether
 * every document is what was sent, keys and certificate.
 *
 * Returns: (transfer full): an array of findings `{"check","text"}`, empty when all is well
 */
json_t *
atlas_check_folder (const char *folder,
                    GError    **error)
{
  g_autoptr(json_t) findings = json_array ();

  if (!check_database (folder, findings, error))
    return NULL;

  check_certificate (folder, findings);
  check_files (folder, findings);

  return g_steal_pointer (&findings);
}
