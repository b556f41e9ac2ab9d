/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/atlas-folders.h"

#define FOLDER_PROGRAM "provision-atlas"

/**
 * atlas_folders_program:
 *
 * Names the folder in which this user's stores are, each in a folder of its own.
 *
 * Returns: an absolute path; whether it exists is not looked at
 */
char *
atlas_folders_program (void)
{
  return g_build_filename (g_get_user_data_dir (), FOLDER_PROGRAM, NULL);
}

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
  g_autofree char *program = atlas_folders_program ();

  return g_build_filename (program, ATLAS_FOLDER_COUNTY, NULL);
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
  g_autofree char *program = atlas_folders_program ();

  return g_build_filename (program, ATLAS_FOLDER_DEMONSTRATION, NULL);
}
