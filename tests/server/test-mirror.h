/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ids and revisions that a client holds after its rounds, and their digest. */
#pragma once

#include "server-fixture.h"

G_BEGIN_DECLS

typedef struct {
  TestClient *client;
  GHashTable *types;            /* (element-type utf8 GHashTable): by type, id to revision */
} TestMirror;

void        test_mirror_init          (TestMirror  *self,
                                       TestClient  *client);
void        test_mirror_clear         (TestMirror  *self);
GHashTable *test_mirror_table         (TestMirror  *self,
                                       const char  *type);
void        test_mirror_take          (TestMirror  *self,
                                       json_t      *changes);
json_t     *test_mirror_pull          (TestMirror  *self);
void        test_mirror_assert_agrees (TestMirror  *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TestMirror, test_mirror_clear)

G_END_DECLS
