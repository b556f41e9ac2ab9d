/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "server/atlas-id-token.h"

#define NOW_S 1763000000

int LLVMFuzzerTestOneInput (const guint8 *data,
                            gsize         size);

/* The first line is an id_token, the rest the issuer's keys. */
int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  const AtlasIdTokenWanted wanted = {
    .issuer = "https://issuer.example.org", .client_id = "atlas", .nonce = "n", .now_s = NOW_S,
  };
  g_autofree char *text = g_strndup ((const char *) data, size);
  char *rest = strchr (text, '\n');
  g_autoptr(AtlasIdToken) token = NULL;
  g_autoptr(json_t) document = NULL;
  g_autofree char *digest = NULL;
  json_t *key;

  if (rest != NULL)
    *rest++ = '\0';
  token = atlas_id_token_parse (text, NULL);
  if (token == NULL)
    return 0;

  atlas_id_token_check (token, &wanted, NULL);
  atlas_id_token_get_claim (token, "email");
  g_assert (atlas_id_token_get_end (token) >= 0);
  digest = atlas_id_token_digest (token);
  document = rest != NULL ? atlas_json_parse (rest, -1, NULL) : NULL;
  key = atlas_id_token_find_key (token, json_object_get (document, "keys"));

  /* Nobody has signed what is made here. */
  if (key != NULL)
    atlas_id_token_verify (token, key, NULL);

  return 0;
}
