/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Where the templates lie among the program's resources. */
#define ATLAS_UI "/org/provisionatlas/ProvisionAtlas/"
