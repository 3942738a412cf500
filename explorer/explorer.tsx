import { createGraphiQLFetcher } from "@graphiql/toolkit";
import { GraphiQL } from "graphiql";
import "./workers.js";
import "graphiql/style.css";
import "./page.css";
import { createRoot } from "react-dom/client";

const EXAMPLE = `# Open to everybody. For the rest, put a token
# into Headers below:
#   { "Authorization": "Bearer ..." }
#
# A person's token stands in demo.json, a brand's
# comes from POST /oauth/token.
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
