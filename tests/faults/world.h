/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A county with its server and laptops in one process, on a clock and a network that a test holds
 * (seam.h). What the server does and what the laptops show is watched by the model (model.h).
 */
#pragma once

#include "records/atlas-change-set.h"
#include "seam.h"
#include "server/atlas-service.h"
#include "sync/atlas-sync-engine.h"

G_BEGIN_DECLS

#define WORLD_LAPTOPS      4            /* in the template: one of each user */
#define WORLD_LAPTOPS_MOST 7            /* with copies */
#define WORLD_WORD         "Zq"         /* what is typed begins so */
#define WORLD_PLACES       2            /* commissioned in the one place that histories offer */

typedef struct _World World;

/**
 * Weather:
 * @lost: requests that never arrive
 * @unheard: requests that are done and whose answer is lost
 * @twice: requests that arrive twice
 * @late: requests that arrive once more, some requests later
 * @torn: answers of which a half arrives
 * @portal: a sign-in page answers
 * @busy: the server has no time
 *
 * What becomes of requests, in thousandths.
 */
typedef struct {
  guint lost;
  guint unheard;
  guint twice;
  guint late;
  guint torn;
  guint portal;
  guint busy;
} Weather;

/**
 * Laptop:
 * @name: its user's name
 * @user: its user's id
 * @folder: its data
 * @engine: (nullable): NULL while it is switched off
 * @kept: (nullable): a copy of its data, to be put back one day
 * @view: (nullable) (element-type utf8 Row): what it may see, when the last page of a round was
 *   made
 * @view_cursor: (nullable): the cursor of that page
 * @grants: (nullable): the grants of that page
 * @doubtful: (nullable): its disk said that it could not be kept
 * @file: (nullable): what the next change set names
 * @is_leaving: the county wants its copy gone, and what it sends is to be set aside
 * @is_wiped: its copy is gone, and its user has not joined with it again
 * @is_doubled: its data have been in two places
 */
typedef struct {
  World           *world;
  guint            index;
  const char      *name;
  char            *user;
  char            *folder;
  char            *kept;
  SeamActor        actor;
  AtlasSyncEngine *engine;
  sqlite3         *handle;
  GHashTable      *view;
  char            *view_cursor;
  json_t          *grants;
  AtlasChangeSet  *doubtful;
  GBytes          *file;
  gboolean         is_leaving;
  gboolean         is_wiped;
  gboolean         is_doubled;
} Laptop;

/**
 * Counts:
 *
 * What was done to a world, for the report.
 */
typedef struct {
  guint64 histories;
  guint64 requests;
  guint64 lost;
  guint64 unheard;
  guint64 twice;
  guint64 late;
  guint64 torn;
  guint64 portals;
  guint64 busy;
  guint64 switched_off;
  guint64 server_starts;
  guint64 restores;
  guint64 grants;
  guint64 copies;
  guint64 homes;
  guint64 clocks;
  guint64 sign_ins;
  guint64 made;
  guint64 applied;
  guint64 merged;
  guint64 parked;
  guint64 replayed;
  guint64 rounds;
  guint64 pages;
  guint64 documents;
  guint64 asked;
  guint64 pieces_sent;
  guint64 pieces_got;
  guint64 files;
  guint64 locks;
  guint64 wipes;
  guint64 joins;
  guint64 witnessed;
  guint64 searched;
} Counts;

/**
 * WorldFile:
 * @document: the id of the record that names it
 * @word: what is written in it, and nowhere else
 * @user: who added it
 * @is_excused: the only laptop that had it may be gone
 *
 * A file that somebody has added.
 */
typedef struct {
  char    *document;
  char    *word;
  char    *user;
  gboolean is_excused;
} WorldFile;

struct _World
{
  guint64       seed;
  GRand        *rand;
  GRand        *wire;
  char         *folder;
  char         *server;         /* the server's folder */
  char         *database;       /* (nullable): the server's, in PostgreSQL */
  char         *backup;         /* (nullable): of the server, for restoring */
  AtlasService *service;
  AtlasService *second;         /* another process over the same database, so to say */
  SeamActor     server_actor;
  Weather       weather;
  guint         page;           /* how many changes come at once, 0 for what the laptop asks for */
  void        (*meanwhile)      (World *self);  /* (nullable): done between two pages of a round */
  /* (nullable): make of what goes out and comes in what a program of another release would */
  void        (*rewrite_request)(AtlasRequest *request);
  void        (*rewrite_answer) (AtlasRequest *request,
                                 SeamAnswer   *answer);
  Laptop        laptops[WORLD_LAPTOPS_MOST];
  guint         n_laptops;
  GPtrArray    *late;           /* (element-type AtlasRequest): that arrive once more */
  GPtrArray    *known;          /* (element-type utf8): "type/id" of what was ever made */
  GHashTable   *files;          /* (element-type utf8 WorldFile): by their names */
  Laptop       *reader;         /* (nullable): whose requests these are */
  guint         n_restores;
  char         *place;
  gint64        n_words;        /* of the words that are typed, each once */
  GString      *trace;
  gboolean      is_broken;
  gboolean      has_bad_disk;   /* somebody's: a store or a server may say so */
  GString      *outcome;        /* what became of the sets, in order, without times and ids */
  gpointer      model;
  Counts       *counts;
};

/* world.c */
void      world_make_template (void);
void      world_drop_template (void);
World    *world_new           (guint64      seed,
                               Counts      *counts) G_GNUC_WARN_UNUSED_RESULT;
void      world_free          (World       *self);
void      world_note          (World       *self,
                               const char  *format,
                               ...) G_GNUC_PRINTF (2, 3);
void      world_break         (World       *self,
                               guint        invariant,
                               const char  *format,
                               ...) G_GNUC_PRINTF (3, 4);
guint     world_pick          (World       *self,
                               guint        n);
gboolean  world_chance        (World       *self,
                               guint        thousandths);
void      world_pass          (World       *self,
                               gint64       ms);
void      world_start_server  (World       *self);
void      world_stop_server   (World       *self);
void      world_back_up       (World       *self);
void      world_restore       (World       *self);
void      world_grant         (World       *self,
                               const char  *user,
                               const char  *scope,
                               const char  *role,
                               gboolean     is_given);
gboolean  world_join          (World       *self,
                               guint        user,
                               const char  *folder,
                               GError     **error);
char     *world_new_code      (World       *self,
                               const char  *user) G_GNUC_WARN_UNUSED_RESULT;
void      world_copy_folder   (const char  *from,
                               const char  *to);
void      world_remove_folder (const char  *folder);

/* files.c */
void      files_add_document  (Laptop      *self,
                               AtlasChangeSet *set,
                               AtlasRecord *referral);
void      files_applied       (Laptop      *self,
                               AtlasChangeSet *set);
void      files_ask           (Laptop      *self);
void      files_excuse        (Laptop      *self);
void      files_check_request (World       *self,
                               AtlasRequest *request,
                               AtlasAnswer *answer);
void      files_check_server  (World       *self);
void      files_check_laptop  (Laptop      *self,
                               GHashTable  *there);
void      world_file_free     (gpointer     file);

/* leaving.c */
void      leaving_lock        (Laptop      *self);
void      leaving_order       (Laptop      *self);
void      leaving_wipe        (Laptop      *self);
void      leaving_come_back   (Laptop      *self);

/* wire.c */
gboolean  wire_send           (SoupMessage *message,
                               GBytes      *body,
                               SeamAnswer  *answer,
                               gpointer     data,
                               GError     **error);

/* laptop-user.c */
void      laptop_open         (Laptop      *self);
void      laptop_close        (Laptop      *self);
gboolean  laptop_sync         (Laptop      *self);
void      laptop_sign_in      (Laptop      *self);
void      laptop_work         (Laptop      *self);
void      laptop_settle_doubt (Laptop      *self);
void      laptop_make_case    (Laptop      *self);
void      laptop_name_child   (Laptop      *self);
void      laptop_move_child   (Laptop      *self);
void      laptop_make_offer   (Laptop      *self);
void      laptop_make_hold    (Laptop      *self);
void      laptop_use_hold     (Laptop      *self);
void      laptop_make_place   (Laptop      *self);
void      laptop_copy         (Laptop      *self);
void      laptop_keep_home    (Laptop      *self);
void      laptop_put_back     (Laptop      *self);
void      laptop_excuse       (Laptop      *self,
                               gboolean     unsent_too);
char     *laptop_new_word     (World       *self) G_GNUC_WARN_UNUSED_RESULT;
char     *laptop_make_record  (Laptop      *self,
                               AtlasChangeSet *set,
                               const char  *type,
                               json_t      *fields) G_GNUC_WARN_UNUSED_RESULT;
AtlasRecord *laptop_find_record (Laptop    *self,
                               const char  *type) G_GNUC_WARN_UNUSED_RESULT;

/* witness.c */
void      witness_begin       (Laptop      *self);
void      witness_end         (Laptop      *self,
                               json_t      *ops);

G_END_DECLS
