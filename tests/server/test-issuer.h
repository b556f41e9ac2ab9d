/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An identity provider for tests: discovery, authorisation that asks nobody, tokens with the PKCE
 * check, keys. It can be told to do each of these wrong.
 */
#pragma once

#include "base/atlas-json.h"

G_BEGIN_DECLS

#define TEST_ISSUER_CLIENT "provision-atlas-test"

typedef struct _TestIssuer TestIssuer;

TestIssuer *test_issuer_new       (void);
void        test_issuer_free      (TestIssuer *self);
const char *test_issuer_url       (TestIssuer *self);
const char *test_issuer_ca        (TestIssuer *self);
guint       test_issuer_count     (TestIssuer *self,
                                   const char *path);
void        test_issuer_break     (TestIssuer *self,
                                   gboolean    is_broken);
void        test_issuer_rotate    (TestIssuer *self);
void        test_issuer_set_alg   (TestIssuer *self,
                                   const char *alg);
void        test_issuer_set_claim (TestIssuer *self,
                                   const char *name,
                                   json_t     *value);
char       *test_issuer_token     (TestIssuer *self,
                                   const char *nonce);
char       *test_issuer_query     (TestIssuer *self,
                                   const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestIssuer, test_issuer_free)

G_END_DECLS
