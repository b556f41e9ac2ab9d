/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "reports/atlas-capacity.h"
#include "reports/atlas-facts.h"
#include "store/atlas-store-service.h"

G_BEGIN_DECLS

/**
 * AtlasDirectory:
 * @provisions: (element-type AtlasProvision): of the day, by name
 * @areas: (element-type utf8 utf8): names of areas by id
 * @found: (nullable) (element-type utf8): ids that the words find, by name or another name
 * @capacity: the places of the same scope and day
 *
 * What the Provision view lists.
 */
typedef struct {
  GPtrArray     *provisions;
  GHashTable    *areas;
  GHashTable    *found;
  AtlasCapacity *capacity;
} AtlasDirectory;

/**
 * AtlasProvisionFile:
 * @record: the provision, or a school
 * @facts: what its page says
 * @capacity: its places; none for a school
 * @holds: (element-type AtlasHold): its live holds, the one to be used first on top
 * @returns: (element-type AtlasReturn): its returns, the newest first
 * @records: (element-type AtlasRecord): its lines of places of any day, contracts and checks
 *
 * Everything that the page of one provision shows.
 */
typedef struct {
  AtlasRecord   *record;
  AtlasFacts    *facts;
  AtlasCapacity *capacity;
  GPtrArray     *holds;
  GPtrArray     *returns;
  GPtrArray     *records;
} AtlasProvisionFile;

/**
 * AtlasProvisionRequest:
 * @scope: (nullable): as `area/dspl2`
 * @type: (nullable): `provision`, or `establishment` for the page of a school
 * @key: (nullable): of the record
 * @words: (nullable): what is searched for
 * @on: the day
 *
 * What to read.
 */
typedef struct {
  char     *scope;
  char     *type;
  char     *key;
  char     *words;
  AtlasDate on;
} AtlasProvisionRequest;

void     atlas_directory_free          (AtlasDirectory        *self);
void     atlas_provision_file_free     (AtlasProvisionFile    *self);
void     atlas_provision_request_free  (AtlasProvisionRequest *self);
gpointer atlas_provision_read_directory (AtlasStore           *store,
                                        gpointer               data,
                                        GCancellable          *cancellable,
                                        GError               **error);
gpointer atlas_provision_read_file     (AtlasStore            *store,
                                        gpointer               data,
                                        GCancellable          *cancellable,
                                        GError               **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasDirectory, atlas_directory_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasProvisionFile, atlas_provision_file_free)

G_END_DECLS
