/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-settings.h"

#define PROGRAM_LINK    "/proc/self/exe"
#define SCHEMA_BESIDE   "../../data"    /* from src/app to the compiled schema of a build folder */

/* The schema of a build folder, for a program that runs without being installed. */
static GSettingsSchema *
find_in_build (void)
{
  g_autoptr(GSettingsSchemaSource) source = NULL;
  g_autofree char *program = g_file_read_link (PROGRAM_LINK, NULL);
  g_autofree char *folder = NULL;
  g_autofree char *schemas = NULL;

  if (program == NULL)
    return NULL;

  folder = g_path_get_dirname (program);
  schemas = g_build_filename (folder, SCHEMA_BESIDE, NULL);
  source = g_settings_schema_source_new_from_directory (schemas,
                                                        g_settings_schema_source_get_default (),
                                                        FALSE, NULL);

  return source != NULL ? g_settings_schema_source_lookup (source, APP_ID, TRUE) : NULL;
}

static GSettings *
make_settings (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr(GSettingsSchema)  schema = NULL;

  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, APP_ID, TRUE);
  if (schema == NULL)
    schema = find_in_build ();

  /* Without a schema GLib says which one is missing, and ends the program. */
  return schema != NULL ? g_settings_new_full (schema, NULL, NULL) : g_settings_new (APP_ID);
}

/**
 * atlas_settings_get_default:
 *
 * Returns: (transfer none): what the person has chosen in this program
 */
GSettings *
atlas_settings_get_default (void)
{
  static GSettings *settings;

  if (settings == NULL)
    settings = make_settings ();

  return settings;
}

/**
 * atlas_settings_get_of_store:
 * @key: a setting that has a value for each store
 * @folder: the store's data folder
 *
 * Returns: (transfer full) (nullable): what was chosen for that store, if anything was
 */
char *
atlas_settings_get_of_store (const char *key,
                             const char *folder)
{
  g_autoptr(GVariant) values = g_settings_get_value (atlas_settings_get_default (), key);
  char *value = NULL;

  g_variant_lookup (values, folder, "s", &value);

  return value;
}

/**
 * atlas_settings_set_of_store:
 * @key: a setting that has a value for each store
 * @folder: the store's data folder
 * @value: what is chosen for that store
 */
void
atlas_settings_set_of_store (const char *key,
                             const char *folder,
                             const char *value)
{
  g_autoptr(GVariant) values = g_settings_get_value (atlas_settings_get_default (), key);
  GVariantBuilder builder;
  GVariantIter iter;
  const char *name;
  const char *other;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{ss}"));
  g_variant_iter_init (&iter, values);
  while (g_variant_iter_next (&iter, "{&s&s}", &name, &other))
    if (!g_str_equal (name, folder))
      g_variant_builder_add (&builder, "{ss}", name, other);
  g_variant_builder_add (&builder, "{ss}", folder, value);

  g_settings_set_value (atlas_settings_get_default (), key, g_variant_builder_end (&builder));
}
