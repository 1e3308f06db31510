# A permission of Google Drive for anyone lets in whoever has the link.

resource "gdrive_permission" {
  fact "grant" {
    when            = self.type == "anyone"
    kind            = "resource"
    on              = self.file_id
    on_concept      = "store"
    effect          = "allow"
    principals      = self.type == "anyone" ? ["*"] : []
    principal_kinds = self.type == "anyone" ? ["anyone"] : []
    actions         = [self.role]
    resources       = ["*"]
  }
}
