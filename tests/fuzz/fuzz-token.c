/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "fuzz-county.h"

int LLVMFuzzerTestOneInput (const guint8 *data,
                            gsize         size);

static guint
ask (const char *method,
     const char *path,
     const char *authorization,
     const char *body)
{
  g_autoptr(AtlasRequest) request = atlas_request_new ();
  g_autoptr(AtlasAnswer) answer = atlas_answer_new ();

  request->method = g_strdup (method);
  request->path = g_strdup (path);
  request->protocol = g_strdup ("1");
  request->schema = g_strdup ("1");
  request->authorization = g_strdup (authorization);
  request->body = g_bytes_new (body, strlen (body));
  atlas_service_handle (fuzz_county (), request, answer);
  return answer->check_hash != NULL ? 401 : answer->status;
}

/* Nothing that somebody without keys says to sign in, renew or use a token gets in, or breaks. */
int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  const struct {
    const char *method;
    const char *path;
    const char *authorization;
  } ways[] = {
    { "POST", "/v1/token", NULL },
    { "POST", "/v1/devices", NULL },
    { "GET", "/v1/devices/self", text },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      guint status = ask (ways[i].method, ways[i].path, ways[i].authorization, text);

      g_assert_true (status >= 400 && status < 500);
    }

  return 0;
}
