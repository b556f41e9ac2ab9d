/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/atlas-folders.h"

#define FOLDER_PROGRAM       "provision-atlas"
#define FOLDER_COUNTY        "county"
#define FOLDER_DEMONSTRATION "demonstration"

/**
 * atlas_folders_county:
 *
 * Names the folder of the user's own store, for programs that are given no other.
 *
 * Returns: an absolute path; whether it exists is not looked at
 */
char *
atlas_folders_county (void)
{
  return g_build_filename (g_get_user_data_dir (), FOLDER_PROGRAM, FOLDER_COUNTY, NULL);
}

/**
 * atlas_folders_demonstration:
 *
 * Names the folder of the user's demonstration, which never shares one with a county.
 *
 * Returns: an absolute path; whether it exists is not looked at
 */
char *
atlas_folders_demonstration (void)
{
  return g_build_filename (g_get_user_data_dir (), FOLDER_PROGRAM, FOLDER_DEMONSTRATION, NULL);
}
