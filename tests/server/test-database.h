/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The databases that servers under test keep their counties in: a file in the server's folder, or
 * one of PostgreSQL when the program was started by with-postgres.py. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean test_database_is_postgres (void);
char    *test_database_new         (const char *template);
void     test_database_drop        (const char *database);
void     test_database_open        (const char *database,
                                    gboolean    is_open);
void     test_database_name_in     (const char *folder,
                                    const char *database);
void     test_database_run         (const char *folder,
                                    const char *database,
                                    const char *sql);

G_END_DECLS
