/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Documents: files that go with a child's referral. */
#define G_LOG_DOMAIN "atlas-ctl"

#include "config.h"

#include <glib/gi18n.h>

#include "base/atlas-error.h"
#include "base/atlas-route.h"
#include "ctl/atlas-ctl.h"
#include "records/atlas-codes.h"
#include "store/atlas-store-documents.h"

static gboolean
is_kind (const char *kind)
{
  g_autoptr(GPtrArray) codes = atlas_codes_list ("document-kind");

  for (guint i = 0; i < codes->len; i++)
    if (g_strcmp0 (((const AtlasCode *) g_ptr_array_index (codes, i))->code, kind) == 0)
      return TRUE;

  return FALSE;
}

static GBytes *
read_document (const char *path,
               GError    **error)
{
  g_autoptr(GFile) file = g_file_new_for_commandline_arg (path);

  return atlas_import_load_file (file, ATLAS_BLOB_BYTES_MAX, NULL, error);
}

/* The referral or the child that a route names. */
static AtlasRecord *
find_whose (AtlasCtl   *ctl,
            const char *text,
            GError    **error)
{
  g_autoptr(AtlasRoute) route = atlas_route_parse (text, error);
  const char *head = route != NULL ? atlas_route_get_head (route) : NULL;

  if (route == NULL)
    return NULL;
  if (g_strcmp0 (head, "referral") == 0)
    return atlas_store_get_by_key (ctl->store, head, atlas_route_get_key (route), error);
  if (g_strcmp0 (head, "child") == 0)
    return atlas_store_get (ctl->store, head, atlas_route_get_key (route), error);

  g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID,
               "A document goes with a referral or a child, as referral/K7-204");
  return NULL;
}

static AtlasCtlExit
add_document (AtlasCtl   *ctl,
              const char *route,
              const char *path,
              const char *kind,
              const char *title)
{
  static const char * const columns[] = { "document", "set", NULL };
  g_autofree char *name = g_filename_display_basename (path);
  g_autofree char *called = title != NULL ? g_strdup (title) : atlas_document_title (name);
  g_autoptr(AtlasRecord)    whose = NULL;
  g_autoptr(AtlasChangeSet) set = NULL;
  g_autoptr(GBytes) file = NULL;
  g_autoptr(json_t) object = NULL;
  g_autofree char *id = NULL;
  AtlasDocumentDraft draft = { .kind = kind, .title = called, .name = name };
  GError *error = NULL;

  if (!atlas_ctl_open (ctl, ATLAS_STORE_DEFAULT, &error) ||
      (whose = find_whose (ctl, route, &error)) == NULL ||
      (file = read_document (path, &error)) == NULL)
    return atlas_ctl_fail (error);

  draft.on = ctl->as_of;
  draft.about = atlas_record_get_title (whose);
  if (atlas_record_get_record_type (whose) == &atlas_referral_type)
    {
      draft.referral = atlas_record_get_id (whose);
      draft.child = ((AtlasReferral *) whose)->child;
      draft.is_invented = ((AtlasReferral *) whose)->invented;
    }
  else
    {
      draft.child = atlas_record_get_id (whose);
      draft.is_invented = ((AtlasChild *) whose)->invented;
    }

  set = atlas_document_add_set (&draft, file, &id);
  if (!atlas_store_apply_with_file (ctl->store, set, file, &error))
    return atlas_ctl_fail (error);

  object = json_pack ("{s:[{s:s, s:s}]}", "documents", "document", id, "set",
                      atlas_change_set_get_id (set));
  return atlas_ctl_print (ctl, object, "documents", columns);
}

static AtlasCtlExit
save_document (AtlasCtl   *ctl,
               const char *id,
               const char *path)
{
  g_autoptr(AtlasRecord) record = NULL;
  g_autoptr(GBytes) file = NULL;
  GError *error = NULL;
  AtlasBlob blob;

  if (!atlas_ctl_open (ctl, ATLAS_STORE_DEFAULT, &error) ||
      (record = atlas_store_get (ctl->store, "document", id, &error)) == NULL)
    return atlas_ctl_fail (error);
  if (!atlas_document_read ((AtlasDocumentRecord *) record, &blob))
    return atlas_ctl_usage (_("That document has no file"));

  file = atlas_store_read_file (ctl->store, blob.blob, &error);
  if (file != NULL)
    return atlas_ctl_write_file (path, file);
  if (!g_error_matches (error, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND))
    return atlas_ctl_fail (error);

  g_clear_error (&error);
  if (!atlas_store_ask_for_file (ctl->store, &blob, &error))
    return atlas_ctl_fail (error);
  g_set_error_literal (&error, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND,
                       "The file is not on this laptop yet. It comes with the next sync");
  return atlas_ctl_fail (error);
}

AtlasCtlExit
atlas_ctl_document (AtlasCtl *ctl,
                    int       argc,
                    char    **argv)
{
  g_autofree char *kind = NULL;
  g_autofree char *title = NULL;
  const GOptionEntry entries[] = {
    { "kind", 0, 0, G_OPTION_ARG_STRING, &kind, N_("what it is: a code of document-kind"), "KIND" },
    { "title", 0, 0, G_OPTION_ARG_STRING, &title, N_("what people call it"), "TEXT" },
    { NULL },
  };

  if (!atlas_ctl_parse (ctl, "add ROUTE FILE | save ID FILE",
                        _("Adds a file to a referral or a child, or writes one out."), entries, 3,
                        3, &argc, &argv))
    return ATLAS_CTL_USAGE;

  if (g_str_equal (argv[1], "save"))
    return save_document (ctl, argv[2], argv[3]);
  if (!g_str_equal (argv[1], "add"))
    return atlas_ctl_usage (_("document takes add or save"));
  if (!is_kind (kind))
    return atlas_ctl_usage (_("--kind must be a code of document-kind, as plan or evidence"));

  return add_document (ctl, argv[2], argv[3], kind, title);
}
