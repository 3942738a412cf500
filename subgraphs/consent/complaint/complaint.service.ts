import type { Connection, PageRequest, Pages } from "../../../shared/page.js";
import type { Complaint } from "./complaint.js";

export class ComplaintService {
  constructor(private readonly pages: Pages) {}

  /** Nobody can complain yet, so there is nothing to list: its field may not be null, and the brand's account hangs on it. */
  ofBrand(request: PageRequest): Connection<Complaint> {
    this.pages.window(request);
    return this.pages.connection<Complaint>(request, [], ({ at, id }) => ({ atMs: at.getTime(), id }));
  }
}
