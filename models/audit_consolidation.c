#include "audit_inner.h"
void audit_consolidation(auditor *a) { (void)a; }
