/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* In the program's folder: the first county, the first demonstration, the folder of the others. */
#define ATLAS_FOLDER_COUNTY        "county"
#define ATLAS_FOLDER_DEMONSTRATION "demonstration"
#define ATLAS_FOLDER_COUNTIES      "counties"

char *atlas_folders_program       (void) G_GNUC_WARN_UNUSED_RESULT;
char *atlas_folders_county        (void) G_GNUC_WARN_UNUSED_RESULT;
char *atlas_folders_demonstration (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
