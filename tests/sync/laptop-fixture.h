/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Laptops whose rounds run in the test, against a server that is a process of its own. */
#pragma once

#include "server/server-fixture.h"
#include "sync/atlas-join.h"

G_BEGIN_DECLS

typedef struct {
  TestServer *server;
  char       *folder;
  AtlasStore *store;
} Laptop;

AtlasJoinRequest laptop_request        (TestServer       *server,
                                        const char       *code,
                                        const char       *ca);
char            *laptop_read_ca        (TestServer       *server);
char            *laptop_add_user       (TestServer       *server,
                                        const char       *role,
                                        const char       *scope);

char            *laptop_back_up        (TestServer       *server,
                                        const char       *name);
void             laptop_restore        (TestServer       *server,
                                        const char       *backup);

Laptop          *laptop_new            (TestServer       *server);
void             laptop_open           (Laptop           *self);
Laptop          *laptop_joined         (TestServer       *server,
                                        const char       *role,
                                        const char       *scope);
void             laptop_free           (Laptop           *self);
AtlasSyncReport  laptop_sync           (Laptop           *self);
void             laptop_follow         (Laptop           *self);
void             laptop_assert_sound   (Laptop           *self);

AtlasRecord     *laptop_get            (Laptop           *self,
                                        const char       *type,
                                        const char       *id);
void             laptop_change         (Laptop           *self,
                                        const char       *type,
                                        const char       *id,
                                        const char       *field,
                                        const char       *to);
char            *laptop_create         (Laptop           *self,
                                        const char       *type,
                                        json_t           *fields);
void             laptop_assert_text    (Laptop           *self,
                                        const char       *type,
                                        const char       *id,
                                        const char       *field,
                                        const char       *value);
void             laptop_assert_missing (Laptop           *self,
                                        const char       *type,
                                        const char       *id);
void             laptop_assert_state   (Laptop           *self,
                                        const char       *type,
                                        const char       *id,
                                        AtlasRecordState  expected);
char            *laptop_find_open      (Laptop           *self,
                                        const char       *type,
                                        const char       *subject);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Laptop, laptop_free)

G_END_DECLS
