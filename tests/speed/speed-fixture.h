/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the benchmarks of sync share: a county with as many children as they ask for, the least that
 * the same work could cost, and one way to tell a figure. All ratios are taken within one run, from
 * the best of several that take turns.
 */
#pragma once

#include <sqlite3.h>

#include "server/server-fixture.h"

G_BEGIN_DECLS

/* A line of the log for each request would be most of what a benchmark prints. */
#define SPEED_CONFIG "[log]\nrequests=false\n[limits]\ndevice_per_minute=0\naddress_per_minute=0\n"

/* A process that was run to its end. */
typedef struct {
  double seconds;
  double cpu_s;                 /* processor time */
  double peak_mb;               /* the most memory that it had at once */
} SpeedRun;

int           speed_records       (int          otherwise);
double        speed_seconds_since (gint64       began_us);
void          speed_take_least    (double      *least,
                                   double       value);
void          speed_tell          (double       value,
                                   const char  *unit,
                                   const char  *target,
                                   const char  *format,
                                   ...) G_GNUC_PRINTF (4, 5);

sqlite3      *speed_db_open       (const char  *folder,
                                   const char  *name);
void          speed_db_run        (sqlite3     *db,
                                   const char  *sql);
sqlite3_stmt *speed_db_prepare    (sqlite3     *db,
                                   const char  *sql);
void          speed_db_step       (sqlite3_stmt *stmt);

void          speed_fill          (TestServer  *server,
                                   int          n_children);
void          speed_change        (TestServer  *server,
                                   int          n_children);
double        speed_server_peak   (TestServer  *server);
double        speed_server_cpu    (TestServer  *server);
double        speed_own_cpu       (void);

SpeedRun      speed_join          (TestServer  *server,
                                   const char  *folder);
SpeedRun      speed_sync          (const char  *folder);
SpeedRun      speed_make          (const char  *folder,
                                   int          n_children);

double        speed_copy_bytes    (gsize        n_bytes);

G_END_DECLS
