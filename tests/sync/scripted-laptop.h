/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A laptop that has joined a server which says what a test tells it to say. */
#pragma once

#include "base/atlas-error.h"
#include "scripted-server.h"
#include "sync/atlas-sync.h"

G_BEGIN_DECLS

#define EPOCH  "0195f3a0-0000-7000-8000-00000000e90c"
#define DEVICE "0195f3a0-0000-7000-8000-0000000000d1"
#define OTHER  "0195f3a0-0000-7000-8000-0000000000e1"

#define INFO "{\"name\":\"Test\",\"county\":\"hertfordshire\",\"demonstration\":%s," \
  "\"protocol\":{\"min\":1,\"max\":1},\"schema\":{\"min\":%d,\"current\":9}," \
  "\"limits\":{\"page\":500,\"push_sets\":4,\"push_bytes\":100000,\"wait_s\":1}}"
#define PAGE "{\"cursor\":\"%s\",\"more\":%s,\"head\":%d,\"grants\":{\"version\":1,\"scopes\":" \
  "[\"county\"],\"roles\":{}},\"changes\":[%s]}"
#define PUT "{\"op\":\"put\",\"seq\":5,\"type\":\"child\",\"id\":\"%s\",\"rev\":1," \
  "\"scopes\":[\"county\"],\"fields\":{\"first_name\":\"%s\"},\"frev\":{}}"
#define TOKENS "{\"access_token\":\"new\",\"refresh_token\":\"next\",\"expires_in\":900}"
#define PROBLEM "{\"type\":\"urn:sync:problem:%s\",\"detail\":\"as the test says\"%s}"

typedef struct {
  ScriptedServer *server;
  char           *folder;
  AtlasStore     *store;
  char           *public_key;
} ScriptedLaptop;

void            scripted_laptop_set_up_with (ScriptedLaptop   *self,
                                             const char       *access);
void            scripted_laptop_set_up      (ScriptedLaptop   *self,
                                             gconstpointer     data);
void            scripted_laptop_tear_down   (ScriptedLaptop   *self,
                                             gconstpointer     data);
void            scripted_laptop_say         (ScriptedLaptop   *self,
                                             const char       *path,
                                             guint             status,
                                             const char       *format,
                                             ...) G_GNUC_PRINTF (4, 5);
void            scripted_laptop_enter_child (ScriptedLaptop   *self);
gint64          scripted_laptop_n_unsent    (ScriptedLaptop   *self);
gint64          scripted_laptop_ask         (ScriptedLaptop   *self,
                                             const char       *sql);
AtlasSyncReport scripted_laptop_run_well    (ScriptedLaptop   *self);
AtlasSyncReport scripted_laptop_run_badly   (ScriptedLaptop   *self,
                                             AtlasError        code,
                                             AtlasSyncProblem  problem);

G_END_DECLS
