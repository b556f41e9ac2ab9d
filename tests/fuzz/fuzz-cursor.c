/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "fuzz-county.h"
#include "server/atlas-cursor.h"
#include "server/atlas-pull.h"

int LLVMFuzzerTestOneInput (const guint8 *data,
                            gsize         size);

static void
check_round_trip (AtlasCursor *cursor)
{
  g_autofree char *text = atlas_cursor_write (cursor);
  g_autoptr(AtlasCursor) again = atlas_cursor_parse (text);

  g_assert_nonnull (again);
  g_assert_cmpstr (again->epoch, ==, cursor->epoch);
  g_assert_cmpint (again->seq, ==, cursor->seq);
  g_assert_cmpint (again->version, ==, cursor->version);
  g_assert_cmpint (again->floor, ==, cursor->floor);
  g_assert_cmpint (again->fill_version, ==, cursor->fill_version);
  g_assert_cmpint (again->fill_seq, ==, cursor->fill_seq);
}

static guint
pull (const char *cursor)
{
  AtlasService *service = fuzz_county ();
  AtlasBackend *backend = atlas_service_get_backend (service);
  g_autoptr(AtlasRequest) request = atlas_request_new ();
  g_autoptr(AtlasAnswer) answer = atlas_answer_new ();
  g_autoptr(AtlasSession) session = fuzz_county_session ();

  request->query = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_hash_table_insert (request->query, g_strdup ("cursor"), g_strdup (cursor));
  g_hash_table_insert (request->query, g_strdup ("limit"), g_strdup ("10"));
  g_assert_true (atlas_backend_begin (backend, FALSE, NULL));
  atlas_pull_handle (service, session, request, answer);
  atlas_backend_rollback (backend);
  return answer->status;
}

/* The input is a cursor; when it begins with a brace it stands for what a cursor packs. */
int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autofree char *packed = g_base64_encode (data, size);
  g_autoptr(AtlasCursor) cursor = NULL;
  guint status;

  if (*text == '{')
    {
      g_free (text);
      text = g_strdelimit (g_strdelimit (g_steal_pointer (&packed), "+", '-'), "/", '_');
      text[strcspn (text, "=")] = '\0';
    }

  cursor = atlas_cursor_parse (text);
  if (cursor != NULL)
    check_round_trip (cursor);

  status = pull (text);
  g_assert_true (status == 200 || (status >= 400 && status < 500));
  return 0;
}
