// Renders the description that the service itself serves; `validatorUrl: null` keeps the page from asking anybody else.
window.SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#reference",
  deepLinking: true,
  validatorUrl: null,
});
