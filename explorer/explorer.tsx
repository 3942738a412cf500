import { createGraphiQLFetcher } from "@graphiql/toolkit";
import { GraphiQL } from "graphiql";
import "./workers.js";
import "graphiql/style.css";
import { createRoot } from "react-dom/client";

const EXAMPLE = `# Who may ask what stands in the README. Put a bearer token into "Headers" below:
# { "Authorization": "Bearer ..." }
query Catalogue {
  catalogue {
    path
    title
    tier
    precisions {
      precision
      gives
    }
  }
}
`;

const page = document.getElementById("explorer");
if (page) {
  const fetcher = createGraphiQLFetcher({ url: "/graphql" });
  createRoot(page).render(<GraphiQL fetcher={fetcher} defaultQuery={EXAMPLE} shouldPersistHeaders={false} />);
}
