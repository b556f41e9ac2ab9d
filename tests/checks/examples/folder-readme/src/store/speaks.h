/*
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * store/ keeps records.
 */
#pragma once
