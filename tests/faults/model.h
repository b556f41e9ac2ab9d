/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What ought to be, worked out a second time and more simply than by the server: each set that was
 * answered is laid over the records as they were before, by the letter of protocol 5, and the
 * server's records must be the same. What laptops show is compared with what the server had.
 */
#pragma once

#include "records/atlas-change-set.h"
#include "server/atlas-roles.h"
#include "world.h"

G_BEGIN_DECLS

/**
 * Row:
 *
 * A record of the server's.
 */
typedef struct {
  const AtlasType *type;
  char            *id;
  gint64           rev;
  gboolean         is_deleted;
  json_t          *fields;
  GStrv            scopes;
  gboolean         has_risen;   /* its revision was counted up by the set that is followed */
} Row;

/* model.c */
void        model_begin       (World          *world);
void        model_end         (World          *world);
void        model_restored    (World          *world);
void        model_power_cut   (World          *world);
gpointer    model_look_before (World          *world,
                               AtlasRequest   *request);
void        model_look_after  (World          *world,
                               AtlasRequest   *request,
                               AtlasAnswer    *answer,
                               gpointer        before);
void        model_made        (World          *world,
                               AtlasChangeSet *set);
void        model_excuse      (World          *world,
                               const char     *set);
void        model_check_sets  (World          *world);
gboolean    model_was_deleted (World          *world,
                               const char     *key);
GHashTable *model_words_of    (World          *world,
                               GHashTable     *keys);

/* model-rows.c */
GHashTable *model_read_rows   (World          *world);
char       *model_key         (const char     *type,
                               const char     *id) G_GNUC_WARN_UNUSED_RESULT;
void        model_follow_set  (World          *world,
                               GHashTable     *rows,
                               json_t         *set,
                               json_t         *result);
void        model_compare     (World          *world,
                               GHashTable     *expected,
                               GHashTable     *actual);

/* model-view.c */
void        model_page        (World          *world,
                               json_t         *page);
void        model_check_view  (Laptop         *laptop);
void        model_check_typed (Laptop         *laptop);
void        model_check_whole (Laptop         *laptop);
void        model_check_places (World         *world);
void        model_check_audit (World          *world);
AtlasRight  model_rights      (json_t         *grants,
                               Row            *row);

/* model-search.c */
void        model_read_words  (const char     *folder,
                               GHashTable     *words);
void        model_search      (Laptop         *laptop);

G_END_DECLS
