/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz-county.h"
#include "server/atlas-push.h"

int LLVMFuzzerTestOneInput (const guint8 *data,
                            gsize         size);

/* The input stands for the member `sets` of a push; each is the first that the laptop sends. */
int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autoptr(AtlasRequest) request = atlas_request_new ();
  g_autoptr(AtlasAnswer) answer = atlas_answer_new ();
  g_autoptr(GString) body = g_string_new ("{\"device\":\"" FUZZ_DEVICE "\",\"ack\":1,\"sets\":");
  AtlasService *service = fuzz_county ();
  AtlasBackend *backend = atlas_service_get_backend (service);
  g_autoptr(AtlasSession) session = fuzz_county_session ();

  g_assert (atlas_backend_run (backend, NULL, "UPDATE device SET last_n = 0, ack = 0", ""));
  g_assert (atlas_backend_run (backend, NULL, "DELETE FROM set_seen", ""));

  g_string_append_len (body, (const char *) data, (gssize) size);
  g_string_append_c (body, '}');
  request->body = g_bytes_new (body->str, body->len);

  atlas_push_handle (service, session, request, answer);
  g_assert (answer->status == 200 || (answer->status >= 400 && answer->status < 500));

  return 0;
}
